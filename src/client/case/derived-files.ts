import { z } from 'zod';
import { platform } from '#platform';
import { concat, toHex } from '../../domain/bytes.ts';
import { unpad } from '../../domain/envelope/padding.ts';
import { CustosError } from '../../domain/errors.ts';
import { Hex32 } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import { type ItemEntries, itemFields, type OpenedBody } from '../open-item.ts';
import { durationInWords } from './timecode.ts';

/** Where each file lies in a derivative, as the worker sealed it to the case. */
const DerivedFile = z.object({
	name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/),
	type: z.string(),
	offset: z.number().int().min(0),
	size: z.number().int().min(0),
	sha256: Hex32,
	ptsMs: z.number().optional(),
	frame: z.number().int().optional(),
	reason: z.string().optional(),
});
export type DerivedFile = z.infer<typeof DerivedFile>;

/** The list of them. Together they hold no more than what was stored, so that no list makes an opening larger than that. */
export const DerivedIndex = z
	.object({ kind: z.literal('examination'), size: z.number().int().min(0), files: z.array(DerivedFile) })
	.refine(
		({ size, files }) => files.reduce((sum, one) => sum + one.size, 0) <= size,
		'files hold more than was stored',
	);

/** What the worker made from an item: known without opening it. Undefined when nothing was made. */
export function derivedIndex(open: OpenCase, item: ItemEntries): { size: number; files: DerivedFile[] } | undefined {
	if (item.derivative === undefined) return undefined;
	const fields = itemFields(open, item, item.derivative);
	// It was shared before this was made: what it holds is not known in this case.
	if (fields === undefined && open.id !== item.case) return undefined;
	const index = DerivedIndex.safeParse(fields);
	if (!index.success)
		throw new CustosError('damaged', 'the list of what was made from this item is malformed', { cause: index.error });
	return index.data;
}

/** The files of an opened derivative, each with its hash checked. */
export async function derivedFiles(
	body: OpenedBody,
	index: { size: number; files: readonly DerivedFile[] },
): Promise<{ about: DerivedFile; bytes: Uint8Array }[]> {
	const pieces: Uint8Array[] = [];
	for await (const piece of unpad(body.plain(), index.size)) pieces.push(piece.slice());
	const plain = concat(...pieces);
	return index.files.map((about) => {
		const bytes = plain.slice(about.offset, about.offset + about.size);
		if (toHex(platform.sha256(bytes)) !== about.sha256)
			throw new CustosError('hash-mismatch', `${about.name} is not what the worker made`);
		return { about, bytes };
	});
}

/**
 * What such files are called where the index is not beside them: a picture also by its place in the recording. No two alike,
 * whatever a worker called them: none takes the place of another.
 */
export function namesOutside(files: readonly DerivedFile[]): string[] {
	const taken = new Set<string>();
	const alike = new Map<string, number>();
	return files.map((file) => {
		const name = nameOutside(file);
		let own = name;
		while (taken.has(own)) {
			const n = (alike.get(name) ?? 1) + 1;
			alike.set(name, n);
			own = `${n}_${name}`;
		}
		taken.add(own);
		return own;
	});
}

function nameOutside({ name, ptsMs }: DerivedFile): string {
	return ptsMs === undefined ? name : name.replace(/\.jpg$/, `_${durationInWords(ptsMs).replaceAll(':', '-')}.jpg`);
}
