import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { fingerprint, pseudonym } from '../../client/identity.ts';
import { packProfile, unpackProfile } from '../../client/profile/profile-file.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { writeNew } from '../profile/durable-file.ts';
import { Told } from '../told.ts';

/** `custos profile`: carries one's keys, names and receipts between the command line and a browser, sealed as they lie. */
export function profileCommands(program: Command, context: Context): void {
	const { t } = context;
	const group = program.command('profile').description(t.help.profile);
	const save = group
		.command('save')
		.description(t.help.profileSave)
		.argument('<file>', t.help.profileFile)
		.action(async (file: string) => {
			const { profile } = context;
			if ((await profile.sealedIdentity()) === undefined) throw new Told('not-found', t.noIdentity(profile.folder));
			const path = resolve(file);
			await writeNew(path, await packProfile(profile.files)).catch((cause: NodeJS.ErrnoException) => {
				throw cause.code === 'EEXIST' ? new Told('exists', t.fileThere(path)) : cause;
			});
			context.out(t.profileSaved(path));
			context.result({ file: path });
		});
	examples(save, context, 'profile save me.profile');

	const load = group
		.command('load')
		.description(t.help.profileLoad)
		.argument('<file>', t.help.profileFile)
		.action(async (file: string) => {
			const { profile } = context;
			if ((await profile.sealedIdentity()) !== undefined || (await profile.pin()) !== undefined)
				throw new Told('exists', t.folderTaken(profile.folder));
			const { identity, writeTo } = await unpackProfile(await readFile(resolve(file)), await context.passphrase());
			await writeTo(profile.files);
			context.use(identity);
			const { sign } = identity.keys;
			context.out(t.profileLoaded(pseudonym(sign), profile.folder));
			context.result({ person: sign, fingerprint: fingerprint(sign), folder: profile.folder });
		});
	examples(load, context, 'profile load me.profile', '--home ~/.config/custos-2 profile load me.profile');
	examples(group, context, 'profile save me.profile', 'profile load me.profile');
}
