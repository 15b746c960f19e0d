import type { Bytes } from '../../domain/bytes.ts';

/** Where a person's files lie: a folder, or a browser's database. Each change is durable once its promise resolves. */
export interface ProfileFiles {
	/** How the place is called when something is wrong with it. */
	readonly place: string;
	/** The content, or undefined when there is no such file. */
	read(name: string): Promise<Bytes | undefined>;
	/** Throws `exists` rather than to overwrite. */
	writeNew(name: string, content: string | Uint8Array): Promise<void>;
	/** Puts a file in place of the one there, whole or not at all. */
	replace(name: string, content: string | Uint8Array): Promise<void>;
	/** Adds lines; the text ends in a line feed. */
	append(name: string, lines: string): Promise<void>;
}
