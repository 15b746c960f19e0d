import { text } from '../../domain/bytes.ts';
import { Testimony } from '../../domain/ledger/contradiction.ts';
import { leafHash } from '../../domain/ledger/merkle.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { parseProof } from '../../domain/ledger/proof.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import { COSIGNED } from './cosigned.ts';
import { LEDGER } from './read-evidence.ts';

/** What a bag shows of its log, every proof checked. Throws `bad-proof` where one does not hold under this key. */
export async function bagTestimony(bag: BagReader, key: NoteKey): Promise<Testimony> {
	const shown = new Testimony(key);
	const paths = await bag.list();
	for (const path of [`${LEDGER}/checkpoint`, COSIGNED])
		if (paths.includes(path)) shown.checkpoint(text(await readSmall(bag, path, 20_000)));
	for (const path of paths) {
		if (!path.endsWith('.tlog-proof')) continue;
		const leaf = await readSmall(bag, path.replace(/tlog-proof$/, 'leaf'), 100);
		shown.inclusion(parseProof(text(await readSmall(bag, path, 20_000))), leafHash(leaf));
	}
	return shown;
}
