import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { pseudonym } from '../../client/identity.ts';
import { people, setSuspended } from '../../client/people.ts';
import { holdCard, makeCard, parseCard, revokeCard } from '../../client/suspension-card.ts';
import { newestText } from '../../domain/ledger/log-keys.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { findPerson, localNames } from '../names.ts';
import { assertNew, assertPlace } from '../new-file.ts';
import { writeNew } from '../profile/durable-file.ts';
import { tellWaiting } from '../tell-agreed.ts';
import { Told, wrongUsage } from '../told.ts';

/** `custos suspend`, `reinstate`, `suspend-card`. */
export function suspendCommands(program: Command, context: Context): void {
	const { t } = context;
	const suspend = program
		.command('suspend')
		.description(t.help.suspend)
		.argument('[person]', t.help.person)
		.option('--card <file>', t.help.card)
		.option('--server <url>', t.help.cardServer)
		.action(async (wanted: string | undefined, options: { card?: string; server?: string }) => {
			if ((wanted === undefined) === (options.card === undefined)) throw wrongUsage(t.card.personOrCard);
			if (options.card === undefined) await switched(context, wanted ?? '', true);
			else await byCard(context, options.card, options.server);
		});
	examples(
		suspend,
		context,
		'suspend P-1f0c22ab',
		'suspend "Anna"',
		'suspend --card anna-card.txt',
		'suspend --card - < anna-card.txt',
	);

	const reinstate = program
		.command('reinstate')
		.description(t.help.reinstate)
		.argument('<person>', t.help.person)
		.action((wanted: string) => switched(context, wanted, false));
	examples(reinstate, context, 'reinstate P-1f0c22ab', 'reinstate "Anna"');

	const card = program
		.command('suspend-card')
		.description(t.help.suspendCard)
		.option('--out <file>', t.help.cardOut)
		.option('--revoke', t.help.cardRevoke)
		.action(async (options: { out?: string; revoke?: boolean }) => {
			if (options.revoke === true) await takeBack(context);
			else await make(context, options.out);
		});
	examples(card, context, 'suspend-card', 'suspend-card --out card.txt', 'suspend-card --revoke');
}

async function switched(context: Context, wanted: string, suspended: boolean): Promise<void> {
	const { t } = context;
	const connection = await context.connection();
	const person = await findPerson(context, connection, wanted);
	const agreed = await setSuspended(connection, person.keys.sign, suspended);
	if (!agreed.done) {
		const type = suspended ? 'person.suspended' : 'person.reinstated';
		await tellWaiting(context, connection, { type, person: person.keys.sign }, agreed);
		return context.result({ person: person.keys.sign, ...agreed });
	}
	const name = (await localNames(context))(person.keys.sign);
	context.out(suspended ? t.nowSuspended(name) : t.nowActive(name));
	if (suspended) context.out(t.keys.tellLeads);
	context.result({ person: person.keys.sign, suspended });
}

/** Without an account: the card says where, and is all that is needed. */
async function byCard(context: Context, given: string, address: string | undefined): Promise<void> {
	const { t } = context;
	const text = await cardText(context, given);
	parseCard(text);
	const pin = await context.profile.pin();
	const named = /(https?:\/\/[^\s#]+)\/suspend#/.exec(text)?.[1];
	const server = address ?? named ?? pin?.server;
	if (server === undefined) throw wrongUsage(t.card.whichServer);
	const log = /^\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/m.exec(text.replaceAll(/[ \t]+/g, '\n'))?.[0];
	const held = await holdCard(server, text, log ?? (pin?.server === server ? pin.log : undefined));
	const name = pseudonym(held.person);
	if (!held.inForce) throw new Told('denied', held.suspended ? t.card.used(name) : t.card.dead(name));
	const { index, time } = await held.use(context.now());
	context.out(t.card.done(name, index, time));
	context.result({ person: held.person, suspended: true, byCard: true, entry: index, time });
}

/** A file if there is one of that name, standard input for `-`, else the code itself, or the whole text of a card. */
async function cardText(context: Context, given: string): Promise<string> {
	if (given === '-') return context.io.read();
	try {
		return await readFile(given, 'utf8');
	} catch (error) {
		const { code = '' } = error as NodeJS.ErrnoException;
		if (code === 'EISDIR') throw wrongUsage(context.t.card.folder);
		if (!NO_FILE.has(code)) throw error;
		return given;
	}
}

/** What a system says of a text that names no file: nothing of it goes into a message, for it may be a card. */
const NO_FILE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

async function make(context: Context, out: string | undefined): Promise<void> {
	const { t } = context;
	if (out !== undefined) {
		await assertPlace(out);
		await assertNew(out);
	}
	const connection = await context.connection();
	const made = await makeCard(connection);
	const { sign } = connection.identity.keys;
	const text = t.card.text(pseudonym(sign), made.code, made.link, newestText(connection.archive.key)).join('\n');
	if (out === undefined) context.out(text);
	else {
		await writeNew(out, `${text}\n`);
		context.out(t.card.written(out));
	}
	context.say(t.card.made);
	context.result({ person: sign, ...made });
}

async function takeBack(context: Context): Promise<void> {
	const connection = await context.connection();
	const { sign } = connection.identity.keys;
	const card = (await people(connection)).find((one) => one.keys.sign === sign)?.card;
	if (card === undefined) throw new Told('not-found', context.t.card.none);
	await revokeCard(connection, card);
	context.out(context.t.card.back);
	context.result({ person: sign, card: null });
}
