import type { Bytes } from '../domain/bytes.ts';
import type { Context } from './context.ts';
import { readRecoveryFile, removeRecoveryFile, writeRecoveryFile } from './recovery-file.ts';

/** Where a new recovery key is written: one file, or the cards that it is split into. */
export interface RecoveryPlace {
	/** The file or folder, as it is told to people. */
	readonly where: string;
	/** What names it on the command line. */
	readonly option: string;
	/** Writes the key. Throws `exists` rather than to overwrite anything. */
	write(secret: Bytes): Promise<void>;
	/** The key that an earlier attempt wrote, or undefined when there is nothing. */
	read(): Promise<Bytes | undefined>;
	/** Takes back a key that nothing was sealed to. */
	remove(): Promise<void>;
	/** What the founder must know of it, loud. */
	told(): readonly string[];
}

/** The whole key in one file, as `age -i` reads it. */
export function recoveryInFile({ t }: Context, where: string): RecoveryPlace {
	return {
		where,
		option: '--recovery',
		write: (secret) => writeRecoveryFile(where, secret, t.recoveryFile),
		read: () => readRecoveryFile(where),
		remove: () => removeRecoveryFile(where),
		told: () => t.recoveryLoud(where),
	};
}
