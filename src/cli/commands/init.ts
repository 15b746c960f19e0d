import { resolve } from 'node:path';
import type { Command } from 'commander';
import { platform } from '#platform';
import { found } from '../../client/found.ts';
import { createIdentity, fingerprint, type Identity, pseudonym } from '../../client/identity.ts';
import { enrolLocalWorker } from '../../client/local-worker.ts';
import { type Bytes, toHex } from '../../domain/bytes.ts';
import { isCustosError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { rememberName } from '../names.ts';
import { readRecoveryFile, removeRecoveryFile, writeRecoveryFile } from '../recovery-file.ts';
import { Told } from '../told.ts';

interface Options {
	server: string;
	code?: string;
	recovery: string;
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
		.option('--recovery <file>', t.help.recovery, './custos-recovery.key')
		.option('--name <name>', t.help.ownName)
		.action((options: Options) => init(context, options));
	examples(
		command,
		context,
		'init --server http://127.0.0.1:8787 --code CODE',
		'init --server http://127.0.0.1:8787 --code - --recovery /media/usb/recovery.key',
	);
}

async function init(context: Context, options: Options): Promise<void> {
	const { profile, t } = context;
	if ((await profile.pin()) !== undefined) throw new Told('exists', t.folderTaken(profile.folder));
	const code = await context.answer(options.code, t.askCode, '--code');
	const file = resolve(options.recovery);
	const { identity, recovery, again } = await keysFor(context, options.server, file);
	const pin = await found(options.server, code, identity, recovery, context.now()).catch(async (error: unknown) => {
		// Nothing is sealed to a key that the archive refused; a second try will make another.
		if (isCustosError(error, 'conflict') && !again) await removeRecoveryFile(file);
		throw error;
	});
	await profile.savePin(pin);
	const connection = await context.connection();
	await rememberName(context, identity.keys.sign, options.name ?? '');
	context.out(t.founded(pseudonym(identity.keys.sign), profile.folder));
	context.out();
	for (const line of t.recoveryLoud(file)) context.out(line);
	context.out();
	context.say(t.waitingForWorker);
	const worker = await enrolLocalWorker(connection, profile, code, context.signal);
	context.out(worker ? t.workerEnrolled : t.workerMissing);
	context.out(t.afterInit);
	context.result({
		server: pin.server,
		log: pin.log,
		person: identity.keys.sign,
		fingerprint: fingerprint(identity.keys.sign),
		folder: profile.folder,
		recovery: file,
		worker,
	});
}

/** New keys, stored; or those of an attempt that broke off, so that a founding which got through is found again. */
async function keysFor(
	context: Context,
	server: string,
	file: string,
): Promise<{ identity: Identity; recovery: Bytes; again: boolean }> {
	const { profile, t } = context;
	const begun = await profile.founding();
	const stored = await readRecoveryFile(file);
	if ((await profile.sealedIdentity()) !== undefined) {
		if (begun === undefined) throw new Told('exists', t.folderTaken(profile.folder));
		if (stored === undefined || toHex(platform.x25519Public(stored)) !== begun.recovery)
			throw new Told('conflict', t.recoveryElsewhere(file));
		return { identity: await context.identity(), recovery: stored, again: true };
	}
	if (stored !== undefined) throw new Told('exists', t.recoveryThere(file));
	const passphrase = await context.newPassphrase();
	const recovery = platform.randomBytes(32);
	await writeRecoveryFile(file, recovery, t.recoveryFile);
	await profile.saveFounding({ server, recovery: toHex(platform.x25519Public(recovery)) });
	const identity = createIdentity();
	await profile.storeIdentity(identity, passphrase);
	context.use(identity);
	return { identity, recovery, again: false };
}
