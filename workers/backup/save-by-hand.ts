import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { Stored } from './manifest.ts';
import { namedBodies } from './named-bodies.ts';
import { storeVerified } from './read-whole.ts';

/** Lines of one file: about 3 MB. */
const AT_ONCE = 5_000;

/**
 * Writes what somebody needs who has no program of ours to open the items of entries [from, to) with `age`: a line for
 * each, of the columns that infra/RECOVERY.md names, with its prefix; and that page itself. Nothing of it is not in
 * the tables as well.
 */
export async function saveByHand(
	client: Client,
	target: BlobStore,
	folder: string,
	[from, to]: readonly [from: number, to: number],
	signal?: AbortSignal,
): Promise<Stored[]> {
	const files: Stored[] = [];
	await client.query(`declare by_hand no scroll cursor for
		select concat_ws(chr(9), made.kind, made.id, made.item, made.case_id, made.object, made."offset", made.size, made.sha256,
			made.prefix, translate(encode(p.prefix, 'base64'), chr(10), '')) as line
		from (${namedBodies(from, to)}) made join ledger.prefixes p using (id) order by made.idx`);
	for (;;) {
		const { rows } = await client.query<{ line: string }>(`fetch ${AT_ONCE} from by_hand`);
		if (rows.length === 0) break;
		signal?.throwIfAborted();
		const key = `by-hand/${folder}/${String(files.length).padStart(6, '0')}.tsv`;
		files.push(await storeVerified(target, key, utf8(rows.map(({ line }) => `${line}\n`).join(''))));
	}
	await client.query('close by_hand');
	await savePage(target);
	return files;
}

/** The page of commands goes with what it is about; each wording of it once. */
async function savePage(target: BlobStore): Promise<void> {
	const page = await readFile(new URL('../../infra/RECOVERY.md', import.meta.url));
	const key = `by-hand/recovery-${toHex(platform.sha256(page)).slice(0, 8)}.md`;
	if ((await target.head(key)) !== undefined) return;
	await storeVerified(target, key, page).catch((error: unknown) => {
		if (!isCustosError(error, 'exists')) throw error;
	});
}
