import { z } from 'zod';
import type { Hex32 } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { OpenCase } from '../cases.ts';
import { readDetail } from './sealed-fields.ts';

/** A tag that the case agreed on, with what it means there. */
export const Tag = z.object({ tag: z.string().min(1), meaning: z.string().nullable().default(null) });
export type Tag = z.infer<typeof Tag>;
export type TagInput = z.input<typeof Tag>;
const Detail = z.object({ tags: z.array(Tag) });

/** The tags a case uses. */
export interface Vocabulary {
	tags: Tag[];
	index: number;
	at: string;
	by: Hex32;
}

/** The newest list of tags that can be read; undefined where none was fixed. */
export function vocabularyIn(open: OpenCase, entries: readonly Entry[]): Vocabulary | undefined {
	let newest: Vocabulary | undefined;
	for (const entry of entries) {
		if (entry.statement.type !== 'case.vocabulary') continue;
		const detail = Detail.safeParse(readDetail(open, entry)?.fields);
		if (!detail.success) continue;
		newest = { ...detail.data, index: entry.index, at: entry.skeleton.time, by: entry.statement.actor };
	}
	return newest;
}
