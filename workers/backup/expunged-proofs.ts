import { text, utf8 } from '../../src/domain/bytes.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import { LaidProof, layText, openLaid, type ProvenExpungement } from '../../src/domain/ledger/expungement.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import type { StatementOf } from '../../src/domain/ledger/statement.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { readWhole } from './read-whole.ts';

const FOLDER = 'expunged/';

/** Lays the entry beside what was saved, so that whoever brings back an older state knows of it. One that is there stays. */
export async function layProof(store: BlobStore, { entry, links }: LaidProof, item: Id): Promise<void> {
	const key = `${FOLDER}${item}`;
	if ((await store.head(key)) !== undefined) return;
	const { sealed: _, ...open } = entry;
	const bytes = utf8(layText({ entry: open, links }));
	await store.put(key, bytes, { size: bytes.length }).catch((error: unknown) => {
		if (!isCustosError(error, 'exists')) throw error;
	});
}

/** What a place says was expunged, each under the log's key. Throws `damaged` for what is no such proof: it is left out by nobody unheard. */
export async function readProofs(
	store: BlobStore,
	key: NoteKey,
	founding: StatementOf<'archive.founded'>,
): Promise<(ProvenExpungement & { laid: LaidProof })[]> {
	const proofs: (ProvenExpungement & { laid: LaidProof })[] = [];
	for await (const one of store.list(FOLDER)) {
		try {
			const laid = LaidProof.parse(JSON.parse(text(await readWhole(store, one.key))));
			proofs.push({ ...openLaid(laid, key, founding), laid });
		} catch (cause) {
			throw new CustosError('damaged', `${one.key} is not the proof of an expungement by this log`, { cause });
		}
	}
	return proofs;
}
