import { expect, test } from 'vitest';
import { text } from '../../src/domain/bytes.ts';
import type { BagSink } from '../../src/report/bag-sink.ts';
import { collectEntries } from '../../src/report/collect-evidence.ts';
import { buildReport, draftReport } from '../../src/report/model.ts';
import { type Outgoing, outgoing } from '../../src/report/outgoing.ts';
import { MADE_LATER } from '../../src/report/report-input.ts';
import { bagInto, PLACE, tell } from './report-story.ts';

/** Files in memory. */
function memory(): { files: Map<string, Uint8Array>; sink: BagSink } {
	const files = new Map<string, Uint8Array>();
	const sink: BagSink = {
		async add(path, content) {
			const pieces: Uint8Array[] = [];
			for await (const piece of content) pieces.push(piece);
			files.set(path, Buffer.concat(pieces));
		},
	};
	return { files, sink };
}

function leaves(value: unknown): unknown[] {
	return value === null || typeof value !== 'object' ? [value] : Object.values(value).flatMap(leaves);
}

test('the list of what leaves holds every value of report.json, every disclosed detail and every file, and no other', async () => {
	const { files, sink } = memory();
	const { input } = await bagInto(sink);
	const list = outgoing(buildReport(input), collectEntries(input), {
		grown: false,
		rotated: false,
		cosigned: false,
		stamps: [],
		remains: [],
	});
	const fields = list.filter((one) => one.kind === 'field');
	const json = JSON.parse(text(files.get('data/report.json') as Uint8Array)) as unknown;
	const said = (section: (name: string) => boolean) =>
		fields.filter((one) => section(one.section)).map(({ value }) => value);
	expect(said((name) => name !== 'ledger').toSorted()).toEqual(leaves(json).toSorted());
	const details = [...files]
		.filter(([path]) => path.endsWith('.detail.json'))
		.flatMap(([, bytes]) => leaves((JSON.parse(text(bytes).trimEnd()) as { fields: unknown }).fields));
	expect(said((name) => name === 'ledger').toSorted()).toEqual(details.toSorted());
	expect(
		list
			.filter((one) => one.kind === 'file')
			.map(({ path }) => path)
			.toSorted(),
	).toEqual([...files.keys()].toSorted());
	for (const one of list) {
		if (one.kind === 'file' && one.path.endsWith('.mp4')) expect(one.size).toBe(files.get(one.path)?.length);
		if (one.path.startsWith('items/0/')) expect(one.whose).toBe(input.items[0]?.id);
	}
});

test('a draft lists the same, but for what is not signed yet', () => {
	const { input } = tell();
	const full = outgoing(buildReport(input), collectEntries(input));
	const items = input.items.map((item) => {
		const files = buildReport(input).items.find((one) => one.id === item.id)?.files;
		const { original, sealed, key, probe, framehash, keyframes: _, ...rest } = item;
		const planned = {
			original: original !== undefined,
			sealed: sealed !== undefined,
			key: key !== undefined,
			probe: probe === undefined ? null : (files?.probe?.sha256 ?? null),
			packets: framehash === undefined ? null : (files?.packets?.sha256 ?? null),
			keyframes: files?.keyframes.map(({ sha256, ptsMs }) => ({ sha256, ptsMs })) ?? [],
		};
		return { ...rest, keyframes: [], planned, entries: item.entries.slice(0, -1) };
	});
	const draft = { ...input, items, case: { ...input.case, entries: input.case.entries.slice(0, -1) } };
	expect(() => buildReport(draft)).toThrow('a draft cannot be signed');
	const list = outgoing(draftReport(draft), collectEntries(draft));
	const isPlace = ({ path }: Outgoing) => path.endsWith('/place');
	const about = (all: typeof list, section: string) => all.filter((one) => one.section === section && !isPlace(one));
	for (const section of ['items', 'technical', 'case', 'report'])
		expect(about(list, section)).toEqual(about(full, section));
	// Where a file was recorded is read only when its working copy is opened: that it may leave is listed before.
	const places = list.filter(isPlace).map((one) => one.kind === 'field' && [one.path, one.value]);
	expect(places).toEqual([0, 1].map((i) => [`technical/items/${i}/place`, MADE_LATER]));
	expect(full.filter(isPlace)).toMatchObject([{ path: 'technical/items/0/place', value: PLACE }]);
	const missing = full.filter((one) => one.kind === 'file' && !list.some((other) => other.path === one.path));
	expect(missing.every(({ path }) => path.startsWith('data/ledger/'))).toBe(true);
});
