import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createProfile, type Profile } from '../client/profile.ts';
import { CustosError } from '../domain/errors.ts';
import { append, makePrivateFolder, replace, writeNew } from './profile/durable-file.ts';

/** A person's profile in a folder of their computer. */
export interface FolderProfile extends Profile {
	readonly folder: string;
}

/** Where a person's folder is: as named, or CUSTOS_PROFILE, or where the system keeps settings. */
export function profileFolder(named: string | undefined, env: NodeJS.ProcessEnv): string {
	const chosen = named ?? (env['CUSTOS_PROFILE'] || undefined);
	if (chosen !== undefined) return resolve(chosen);
	return join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'custos');
}

/** Opens a folder; it is made by the first write. `work` is scrypt's work factor for new keys. */
export function openProfile(folder: string, work: number): FolderProfile {
	const inFolder = async (name: string): Promise<string> => {
		await makePrivateFolder(folder);
		return join(folder, name);
	};
	const profile = createProfile(
		{
			place: folder,
			read: (name) =>
				readFile(join(folder, name)).then(
					(content) => new Uint8Array(content),
					(error: NodeJS.ErrnoException) => {
						if (error.code === 'ENOENT') return undefined;
						throw error;
					},
				),
			async writeNew(name, content) {
				await writeNew(await inFolder(name), content).catch((cause: NodeJS.ErrnoException) => {
					throw cause.code === 'EEXIST'
						? new CustosError('exists', `there is a file ${name} in ${folder} already`, { cause })
						: cause;
				});
			},
			replace: async (name, content) => replace(await inFolder(name), content),
			append: async (name, lines) => append(await inFolder(name), lines),
		},
		work,
	);
	return { ...profile, folder };
}
