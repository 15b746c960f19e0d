import { z } from 'zod';
import { type OpenCase, openDetail } from '../client/cases.ts';
import type { Connection } from '../client/connection.ts';
import { CustosError } from '../domain/errors.ts';
import type { Id } from '../domain/ids.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import { answers } from '../domain/wire.ts';

/** The sealed part of a clip, as the report discloses it. */
export const ClipDetail = z.object({
	fromMs: z.number(),
	toMs: z.number(),
	fromFrame: z.number().nullable(),
	toFrame: z.number().nullable(),
	tags: z.array(z.string()).default([]),
	note: z.string().nullable().default(null),
	people: z.array(z.string()).default([]),
});

export interface Clip extends z.infer<typeof ClipDetail> {
	id: Id;
	item: Id;
	index: number;
	/** The key of who marked it. */
	by: string;
}

export interface Exhibit {
	id: Id;
	/** The notary's, never given again in this case. */
	number: number;
	/** `GUL-0012`. */
	label: string;
	item: Id;
	clip: Id | undefined;
	title: string;
	index: number;
	by: string;
}

/** As exhibits are called: the case's letters and the notary's number. */
export function exhibitLabel(prefix: string, number: number): string {
	return `${prefix || 'EX'}-${String(number).padStart(4, '0')}`;
}

/** The clips of a case in the order of the ledger, each from its checked entry. */
export async function clipsOf(connection: Connection, open: OpenCase): Promise<Clip[]> {
	const { clips } = await connection.ask(answers.marks, `/v1/cases/${open.id}/marks`);
	return (await connection.open(clips))
		.map((entry) => {
			const s = entry.statement;
			if (s.type !== 'clip.added' || s.case !== open.id || entry.skeleton.result !== 'accepted') throw otherEntry();
			const detail = ClipDetail.safeParse(openDetail(open, entry).fields);
			if (!detail.success) throw new CustosError('damaged', `the clip at entry ${entry.index} lacks its bounds`);
			return { id: s.clip, item: s.item, index: entry.index, by: s.actor, ...detail.data };
		})
		.sort(byIndex);
}

/** The exhibits of a case by number. */
export async function exhibitsOf(connection: Connection, open: OpenCase): Promise<Exhibit[]> {
	const { exhibits } = await connection.ask(answers.marks, `/v1/cases/${open.id}/marks`);
	return (await connection.open(exhibits)).map((entry) => exhibitIn(open, entry)).sort(byIndex);
}

/** What an accepted `exhibit.added` made. */
export function exhibitIn(open: OpenCase, entry: Entry): Exhibit {
	const { statement: s, skeleton } = entry;
	if (
		s.type !== 'exhibit.added' ||
		s.case !== open.id ||
		skeleton.result !== 'accepted' ||
		skeleton.exhibit === undefined
	)
		throw otherEntry();
	const title = entry.sealed === undefined ? undefined : openDetail(open, entry).fields['title'];
	const number = skeleton.exhibit;
	return {
		id: s.exhibit,
		number,
		label: exhibitLabel(open.prefix, number),
		item: s.item,
		clip: s.clip,
		title: typeof title === 'string' ? title : '',
		index: entry.index,
		by: s.actor,
	};
}

function byIndex(a: { index: number }, b: { index: number }): number {
	return a.index - b.index;
}

function otherEntry(): CustosError {
	return new CustosError('bad-proof', 'the archive shows another entry than a clip or exhibit of this case');
}
