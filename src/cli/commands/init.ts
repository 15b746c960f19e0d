import { resolve } from 'node:path';
import type { Command } from 'commander';
import { platform } from '#platform';
import { found } from '../../client/found.ts';
import { readFoundingCode } from '../../client/founding-code.ts';
import { createIdentity, fingerprint, type Identity, pseudonym } from '../../client/identity.ts';
import { enrolLocalWorker } from '../../client/local-worker.ts';
import { type Bytes, toHex } from '../../domain/bytes.ts';
import { isCustosError } from '../../domain/errors.ts';
import { parseKey } from '../../domain/ledger/note.ts';
import { MOST_CARDS } from '../../domain/recovery/split-key.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { rememberName } from '../names.ts';
import { recoveryInCards } from '../recovery-cards.ts';
import { type RecoveryPlace, recoveryInFile } from '../recovery-place.ts';
import { Told, wrongUsage } from '../told.ts';

interface Options {
	server: string;
	code?: string;
	recovery?: string;
	recoveryCards?: string;
	recoveryNeeds?: string;
	recoveryFolder?: string;
	name?: string;
}

/** `custos init`: founds an archive. Keys and recovery key are on disk before the archive hears of them. */
export function initCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('init')
		.description(t.help.init)
		.requiredOption('--server <url>', t.help.server)
		.option('--code <code>', t.help.code)
		.option('--recovery <file>', t.help.recovery)
		.option('--recovery-cards <n>', t.recovery.helpCards)
		.option('--recovery-needs <m>', t.recovery.helpNeeds)
		.option('--recovery-folder <dir>', t.recovery.helpFolder)
		.option('--name <name>', t.help.ownName)
		.action((options: Options) => init(context, options));
	examples(
		command,
		context,
		'init --server http://127.0.0.1:8787 --code CODE',
		'init --server http://127.0.0.1:8787 --code - --recovery /media/usb/recovery.key',
		'init --server http://127.0.0.1:8787 --code - --recovery-cards 3 --recovery-needs 2 --recovery-folder cards',
	);
}

async function init(context: Context, options: Options): Promise<void> {
	const { profile, t } = context;
	if ((await profile.pin()) !== undefined) throw new Told('exists', t.folderTaken(profile.folder));
	const code = await context.answer(options.code, t.askCode, '--code');
	const place = await recoveryPlace(context, options, code);
	// Nothing is written for a mistyped address or code: the next try begins anew.
	await readFoundingCode(options.server, code);
	const { identity, recovery, again } = await keysFor(context, options.server, place);
	const pin = await found(options.server, code, identity, recovery, context.now()).catch(async (error: unknown) => {
		// Nothing is sealed to a key that the archive refused; a second try will make another.
		if (isCustosError(error, 'conflict') && !again) await place.remove();
		throw isCustosError(error, 'unauthenticated') ? new Told('unauthenticated', t.refuse.wrongCode) : error;
	});
	await profile.savePin(pin);
	const connection = await context.connection();
	await rememberName(context, identity.keys.sign, options.name ?? '');
	context.out(t.founded(pseudonym(identity.keys.sign), profile.folder));
	context.out();
	for (const line of place.told()) context.out(line);
	context.out();
	context.say(t.waitingForWorker);
	const worker = await enrolLocalWorker(connection, profile, code, context.signal);
	context.out(worker ? t.workerEnrolled : t.workerMissing);
	for (const line of [t.stewards.howMany(1, 1), t.stewards.alone]) context.out(line);
	context.out(t.afterInit);
	context.result({
		server: pin.server,
		log: pin.log,
		person: identity.keys.sign,
		fingerprint: fingerprint(identity.keys.sign),
		folder: profile.folder,
		recovery: place.where,
		worker,
	});
}

/** One file unless cards are asked for. Cards name the archive, so its keys are looked at first, and held against the code. */
async function recoveryPlace(context: Context, options: Options, code: string): Promise<RecoveryPlace> {
	const { t } = context;
	const { recovery, recoveryCards, recoveryNeeds, recoveryFolder } = options;
	if (recoveryCards === undefined && recoveryNeeds === undefined && recoveryFolder === undefined)
		return recoveryInFile(context, resolve(recovery ?? './custos-recovery.key'));
	if (recovery !== undefined || recoveryCards === undefined || recoveryNeeds === undefined)
		throw wrongUsage(t.recovery.cardsOrFile);
	const [count, needs] = [Number(recoveryCards), Number(recoveryNeeds)];
	if (!Number.isInteger(count) || count > MOST_CARDS || !Number.isInteger(needs) || needs < 2 || needs > count)
		throw wrongUsage(t.recovery.counts(MOST_CARDS));
	const { log } = await readFoundingCode(options.server, code);
	const of = { archive: parseKey(log).name, server: options.server, needs, count };
	return recoveryInCards(context, resolve(recoveryFolder ?? './custos-recovery-cards'), of);
}

/** New keys, stored; or those of an attempt that broke off, so that a founding which got through is found again. */
async function keysFor(
	context: Context,
	server: string,
	place: RecoveryPlace,
): Promise<{ identity: Identity; recovery: Bytes; again: boolean }> {
	const { profile, t } = context;
	const begun = await profile.founding();
	const stored = await place.read();
	if ((await profile.sealedIdentity()) !== undefined) {
		if (begun === undefined) throw new Told('exists', t.folderTaken(profile.folder));
		if (stored === undefined || toHex(platform.x25519Public(stored)) !== begun.recovery)
			throw new Told('conflict', t.recoveryElsewhere(place.where, place.option));
		return { identity: await context.identity(), recovery: stored, again: true };
	}
	if (stored !== undefined) throw new Told('exists', t.recoveryThere(place.where, place.option));
	const passphrase = await context.newPassphrase();
	const recovery = platform.randomBytes(32);
	await place.write(recovery);
	await profile.saveFounding({ server, recovery: toHex(platform.x25519Public(recovery)) });
	const identity = createIdentity();
	await profile.storeIdentity(identity, passphrase);
	context.use(identity);
	return { identity, recovery, again: false };
}
