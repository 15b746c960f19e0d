import type { Command } from 'commander';
import type { Connection } from '../../client/connection.ts';
import { fingerprint, pseudonym } from '../../client/identity.ts';
import { approve, enrolment, type JoinRequest, joinRequests } from '../../client/people.ts';
import type { Hex32 } from '../../domain/ids.ts';
import type { ArchiveRole } from '../../domain/roles.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { findPerson, rememberName, startsLike } from '../names.ts';
import { table } from '../table.ts';
import { tellWaiting } from '../tell-agreed.ts';
import { Told, wrongUsage } from '../told.ts';

interface Request extends JoinRequest {
	/** Of the invite this steward remembers; undefined for an unknown one. */
	role: ArchiveRole | undefined;
	called: string;
}

/** `custos approve`: shows who asks to join, and enrols them. */
export function approveCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('approve')
		.description(t.help.approve)
		.argument('[person]', t.help.requester)
		.option('--all', t.help.approveAll)
		.option('--formerly <person>', t.formerly.help)
		.action(async (person: string | undefined, options: { all?: boolean; formerly?: string }) => {
			// Whose keys these were before is said of one person at a time.
			if (options.formerly !== undefined && (person === undefined || options.all === true))
				throw wrongUsage(t.formerly.onePerson);
			const connection = await context.connection();
			const requests = await readRequests(context, connection);
			const chosen =
				options.all === true
					? requests.filter((one) => one.genuine)
					: person === undefined
						? []
						: [choose(context, requests, person)];
			const before =
				options.formerly === undefined ? undefined : await findPerson(context, connection, options.formerly);
			const enrolled: Request[] = [];
			for (const one of chosen) {
				if (await enrol(context, connection, one, before?.keys.sign)) enrolled.push(one);
			}
			const proposed = chosen.filter((one) => !enrolled.includes(one));
			const open = requests.filter((one) => !chosen.includes(one));
			for (const one of enrolled) context.out(t.approved(one.called, pseudonym(one.join.person.sign), one.role ?? '?'));
			if (before !== undefined && enrolled.length > 0) context.out(t.formerly.said(pseudonym(before.keys.sign)));
			list(context, open);
			if (open.some((one) => one.genuine)) context.out(t.afterRequests);
			else if (requests.length === 0) context.out(t.noRequests);
			const formerly = before === undefined ? {} : { formerly: before.keys.sign };
			context.result({
				approved: enrolled.map((one) => ({ ...asJson(one), ...formerly })),
				proposed: proposed.map((one) => ({ ...asJson(one), ...formerly })),
				open: open.map(asJson),
			});
		});
	examples(
		command,
		context,
		'approve',
		'approve "Anna"',
		'approve P-1f0c22ab',
		'approve "Anna" --formerly P-8c01d2e4',
		'approve --all',
	);
}

async function readRequests(context: Context, connection: Connection): Promise<Request[]> {
	const invites = await context.profile.invites.read(connection.identity);
	const requests = await joinRequests(
		connection,
		Object.values(invites).map((one) => one.invite),
	);
	return requests.map((one) => {
		const known = invites[one.join.invite];
		return { ...one, role: known?.invite.role, called: one.name || known?.name || '' };
	});
}

function choose(context: Context, requests: readonly Request[], wanted: string): Request {
	const named = requests.filter((one) => one.called.toLowerCase() === wanted.trim().toLowerCase());
	const found = named.length > 0 ? named : requests.filter((one) => startsLike(one.join.person.sign, wanted));
	if (found.length !== 1)
		throw new Told('not-found', found.length === 0 ? context.t.noRequestBy(wanted) : context.t.severalPeople(wanted));
	return found[0] as Request;
}

/** False where other stewards must agree first. */
async function enrol(
	context: Context,
	connection: Connection,
	request: Request,
	formerly: Hex32 | undefined,
): Promise<boolean> {
	if (!request.genuine || request.role === undefined) throw new Told('bad-proof', context.t.notGenuine);
	const agreed = await approve(connection, request, request.role, formerly);
	await rememberName(context, request.join.person.sign, request.called);
	await tellWaiting(context, connection, enrolment(request, request.role, formerly), agreed);
	return agreed.done;
}

function list(context: Context, requests: readonly Request[]): void {
	if (requests.length === 0) return;
	const { t } = context;
	const rows = requests.map((one) => [
		pseudonym(one.join.person.sign),
		one.called,
		one.role ?? '?',
		one.genuine ? t.genuine : t.forged,
		fingerprint(one.join.person.sign),
	]);
	for (const line of table(
		[
			{ title: t.col.person },
			{ title: t.col.name },
			{ title: t.col.role },
			{ title: t.col.request },
			{ title: t.col.fingerprint },
		],
		rows,
	))
		context.out(line);
}

function asJson(one: Request): object {
	const { sign } = one.join.person;
	return {
		person: sign,
		name: one.called,
		role: one.role ?? null,
		genuine: one.genuine,
		fingerprint: fingerprint(sign),
	};
}
