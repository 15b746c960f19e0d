import { fromBase64, text, toBase64, toHex } from '../../domain/bytes.ts';
import { canonical, type Json, parseCanonical } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { exhibitLabel } from '../../domain/exhibit-label.ts';
import { leafHash } from '../../domain/ledger/merkle.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { type OpenRemains, openRemains, Remains } from '../../domain/ledger/remains.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import { type Evidence, type GoneEntry, historyOf } from './evidence.ts';
import { entryPath } from './read-evidence.ts';
import type { CustodyReport, Expunged } from './report-model.ts';

/** What opens the first half of a leaf, beside `NNN.leaf` and `NNN.tlog-proof`. */
const Half = Remains.pick({ salt: true, skeleton: true });
const HALF = /^data\/ledger\/(\d{6,16})\.skeleton\.json$/;

/** Files of an entry of which nothing but its leaf and what the notary said of it remains. */
export function remainsFiles({
	index,
	leaf,
	proof,
	skeleton,
	salt,
}: Remains): { path: string; content: string | Uint8Array }[] {
	const path = entryPath(index);
	return [
		{ path: `${path}.skeleton.json`, content: canonical({ salt, skeleton }) },
		{ path: `${path}.leaf`, content: fromBase64(leaf) },
		{ path: `${path}.tlog-proof`, content: proof },
	];
}

/** True if the bag has any. */
export function hasRemains(paths: readonly string[]): boolean {
	return paths.some((path) => HALF.test(path));
}

/** All of them in the order of the log, each leaf half opened and proven. Throws `bad-proof`, `bad-request`. */
export async function readRemains(bag: BagReader, key: NoteKey): Promise<GoneEntry[]> {
	const paths = await bag.list();
	const indices = paths.map((path) => HALF.exec(path)?.[1]).filter((digits) => digits !== undefined);
	const gone: GoneEntry[] = [];
	for (const index of indices.map(Number).sort((a, b) => a - b)) {
		const path = entryPath(index);
		if (paths.includes(`${path}.statement.json`))
			throw new CustosError('bad-proof', `entry ${index} is in the bag both whole and as what remains of it`);
		const half = Half.safeParse(parseCanonical(text(await readSmall(bag, `${path}.skeleton.json`, 10_000))));
		if (!half.success) throw new CustosError('bad-request', `what remains of entry ${index} has the wrong shape`);
		const leaf = toBase64(await readSmall(bag, `${path}.leaf`, 100));
		const proof = text(await readSmall(bag, `${path}.tlog-proof`, 20_000));
		gone.push(goneEntry(openRemains({ index, leaf, proof, ...half.data }, key)));
	}
	return gone;
}

/** What remains of an entry as evidence. */
export function goneEntry({ index, skeleton, leaf, checkpoint }: OpenRemains): GoneEntry {
	return { index, skeleton, checkpoint, leaf: toHex(leafHash(leaf)) };
}

/** What a report says of an item that was expunged: that it was, since when, and which number it had; by what remains of its entries. */
export function expungedLine(
	{ gone = [] }: Pick<Evidence, 'gone'>,
	prefix: string | null,
	{ id, number }: { id: string; number: number | null },
): Expunged {
	const events = gone.filter(({ skeleton }) => skeleton.subject.kind === 'item' && skeleton.subject.id === id);
	for (const [i, { skeleton }] of events.entries())
		if (skeleton.subject.n !== i + 1)
			throw new CustosError(
				'bad-proof',
				`event ${i + 1} of the expunged item ${id} is not in the bag: something was left out`,
			);
	const [first, last] = [events[0], events.at(-1)];
	const begins = first?.skeleton.type === 'item.received' && first.skeleton.result === 'accepted';
	if (last?.skeleton.type !== 'item.expunged' || last.skeleton.result !== 'accepted' || !begins)
		throw new CustosError('bad-proof', `nothing shows that item ${id} was received and expunged`);
	const given = ({ skeleton: { type, result, exhibit } }: GoneEntry): boolean =>
		type === 'exhibit.added' && result === 'accepted' && exhibit === number;
	if (number !== null && !events.some(given))
		throw new CustosError('bad-proof', `the expunged item ${id} was never given the number that the report says`);
	const label = number === null ? null : exhibitLabel(prefix ?? '', { item: number, clip: undefined });
	return { id, number, label, index: last.index, leaf: last.leaf, attested: last.skeleton.time, events: events.length };
}

/** True if anything in the bag says that an item was expunged. */
export function tellsOfExpunged(report: CustodyReport, evidence: Evidence): boolean {
	return report.expunged !== undefined || (evidence.gone ?? []).length > 0 || begunWithout(report, evidence).length > 0;
}

/**
 * Every item that the report was begun without, since it was expunged, is in it by that word, with all that remains of its entries;
 * and no other. Throws `bad-proof`.
 */
export function checkExpunged(report: CustodyReport, evidence: Evidence): void {
	const lines = report.expunged ?? [];
	const ids = lines.map(({ id }) => id);
	const begun = historyOf(evidence, 'case', report.case.id).at(-1)?.index ?? 0;
	if (canonical(ids) !== canonical(begunWithout(report, evidence) as Json))
		throw new CustosError('bad-proof', 'the report was begun for other expunged items than it names');
	if (new Set(ids).size !== ids.length || report.items.some(({ id }) => ids.includes(id)))
		throw new CustosError('bad-proof', 'the report names an expunged item twice');
	for (const line of lines) {
		if (canonical(expungedLine(evidence, report.case.prefix, line) as Json) !== canonical(line as Json))
			throw new CustosError(
				'bad-proof',
				`what the report says of the expunged item ${line.id} is not what its entries say`,
			);
		if (line.index >= begun)
			throw new CustosError('bad-proof', `item ${line.id} was expunged after the report was begun`);
	}
	for (const { skeleton, index } of evidence.gone ?? [])
		if (skeleton.subject.kind !== 'item' || !ids.includes(skeleton.subject.id))
			throw new CustosError('bad-proof', `what remains of entry ${index} is of no expunged item of the report`);
}

/** The expunged items that the report was begun to name, as the issuer signed it. */
function begunWithout(report: CustodyReport, evidence: Evidence): readonly unknown[] {
	const named = historyOf(evidence, 'case', report.case.id).at(-1)?.detail?.fields['expunged'];
	return Array.isArray(named) ? named : [];
}
