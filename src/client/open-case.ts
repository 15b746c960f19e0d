import type { Bytes } from '../domain/bytes.ts';
import type { Id } from '../domain/ids.ts';
import type { CaseRole } from '../domain/roles.ts';
import type { CaseKey } from './case-keys.ts';

/** A case one is a member of, with its secret key. */
export interface OpenCase {
	id: Id;
	role: CaseRole;
	/** Its newest key that one knows of, kept up with while it is open. */
	key: CaseKey;
	/** The secrets of those of its keys that one was given, by generation. */
	secrets: Map<number, Bytes>;
	title: string;
	/** Letters before exhibit numbers, as in GUL-0012. */
	prefix: string;
	/** What it is about, as whoever began it wrote; empty where nothing was. */
	description?: string;
}
