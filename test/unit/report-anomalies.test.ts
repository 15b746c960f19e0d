import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/report/model.ts';
import { anomaliesOf } from '../../src/report/verify/anomalies.ts';
import type { CustodyReport, Fields } from '../../src/report/verify/report-model.ts';
import { tell } from './report-story.ts';

interface Change {
	name?: string | null;
	summary?: Fields | null;
	/** Of the one stream of pictures. */
	packets?: number;
	language?: 'en' | 'ru';
}

const reports = { en: buildReport(tell().input), ru: buildReport(tell({ language: 'ru' }).input) };

/** Of the first item of the story, changed so. */
function looked({ name, summary, packets, language = 'en' }: Change = {}) {
	const report = structuredClone(reports[language]);
	const [item] = report.items as [CustodyReport['items'][number]];
	const [technical] = report.technical.items as [CustodyReport['technical']['items'][number]];
	if (name !== undefined) item.name = name;
	technical.summary = summary === null ? null : { ...technical.summary, ...summary };
	const [pictures] = technical.packets;
	if (packets !== undefined && pictures !== undefined) pictures.packets = packets;
	return anomaliesOf(report, technical);
}

test('where nothing contradicts itself, it is told what was looked for, and no more than that', () => {
	expect(looked()).toEqual({
		found: [],
		rest: 'none of those looked for (a name whose ending belongs to another container; a claimed creation time later than reception)',
	});
	expect(looked({ summary: { frames: 7810 } })?.rest).toMatch(/duration × rate; .* far from the packets found\)$/);
	expect(looked({ name: null })?.rest).not.toMatch(/ending/);
	expect(looked({ name: null, summary: { createdAt: '2024' } })).toEqual({
		found: [],
		rest: 'not looked for: what they would show in is not in this report',
	});
});

test('of an item whose technical facts are not disclosed nothing is said', () => {
	expect(looked({ summary: null })).toBeUndefined();
});

describe('an ending of another container', () => {
	test.each([
		['leak.AVI', 'mp4'],
		['leak.mp4', 'pdf'],
		['leak.mp4', 'dhav'],
		['camera.jpg', 'heic'],
	])('%s, found to be %s', (name, container) => {
		const { found, rest } = looked({ name, summary: { container } }) ?? {};
		const ending = name.slice(name.indexOf('.')).toLowerCase();
		expect(found).toEqual([`the name ends in ${ending}, but the container found is ${container}`]);
		expect(rest).toMatch(/^none of the others looked for \((?!a name)/);
	});

	test.each([
		['leak.MOV', 'mp4'],
		['leak.mts', 'mpegts'],
		['leak.dav', 'mpeg'],
		['leak', 'avi'],
		['leak.mp4', 'unknown'],
	])('not %s, found to be %s', (name, container) => {
		expect(looked({ name, summary: { container } })?.found).toEqual([]);
	});
});

test('a creation time after reception, by any zone; none that has no zone', () => {
	const created = (createdAt: string) => looked({ summary: { createdAt } })?.found;
	expect(created('2031-01-01T00:00:00.000000Z')).toEqual([
		expect.stringMatching(
			/^the file claims to have been made at 2031-01-01T00:00:00\.000000Z, after the archive received it \(2026-/,
		),
	]);
	expect(created('2031-01-01T03:00:00+0300')).toHaveLength(1);
	for (const time of ['2031-01-01T00:00:00', '2031-01-01', '2031-99-01T00:00:00Z', '2024-02-11T03:12:07+0300'])
		expect(created(time)).toEqual([]);
});

test('a number of pictures far from what its duration and rate make, and from the packets found', () => {
	expect(looked({ summary: { frames: 4000 } })?.found).toEqual([
		expect.stringMatching(/^the file claims 4000 pictures, but its duration and rate would make about 7810;/),
		expect.stringMatching(/^the file claims 4000 pictures, but 7810 packets of them were found;/),
	]);
	expect(looked({ summary: { frames: 7810 }, packets: 5000 })?.found).toHaveLength(1);
	expect(looked({ summary: { frames: 7100 } })?.found).toEqual([]);
	// What is short may end within a second or so.
	expect(looked({ summary: { frames: 30, durationMs: 400 }, packets: 30 })?.found).toEqual([]);
});

test('the same in Russian, and nothing in another language', () => {
	const { found, rest } = looked({
		language: 'ru',
		name: 'запись.avi',
		summary: { createdAt: '2031-01-01T00:00:00Z', frames: 4000 },
	}) ?? { found: [] };
	expect(found).toHaveLength(4);
	expect(rest).toBeUndefined();
	const said = found.join(' ').replace(/\.avi|mp4|\d[\dT:.-]+Z/g, '');
	expect(said).not.toMatch(/[a-z]/i);
	expect(looked({ language: 'ru', summary: { frames: 7810 } })?.rest).toMatch(
		/^ни одного из тех, что искали \([^a-z]+\)$/,
	);
});
