import { unlessUnproven } from '../../src/app/unless-unproven.ts';
import { text, utf8 } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
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

/** The items of which something lies there that may be a proof. */
export async function proofNames(store: BlobStore): Promise<string[]> {
	const names: string[] = [];
	for await (const { key } of store.list(FOLDER)) names.push(key.slice(FOLDER.length));
	return names;
}

type Proof = ProvenExpungement & { laid: LaidProof };

/**
 * What a place says was expunged, each under the log's key. What is there and is no such proof is `unproven`, by its name: nothing goes by it, and
 * nobody who can lay a file there keeps an archive from being restored.
 */
export async function readProofs(
	store: BlobStore,
	key: NoteKey,
	founding: StatementOf<'archive.founded'>,
): Promise<{ proofs: Proof[]; unproven: string[] }> {
	const proofs: Proof[] = [];
	const unproven: string[] = [];
	for await (const one of store.list(FOLDER)) {
		const bytes = await readWhole(store, one.key);
		const proof = await unlessUnproven(async (): Promise<Proof> => {
			const laid = LaidProof.parse(JSON.parse(text(bytes)));
			return { ...openLaid(laid, key, founding), laid };
		});
		if (proof === undefined) unproven.push(one.key);
		else proofs.push(proof);
	}
	return { proofs, unproven };
}
