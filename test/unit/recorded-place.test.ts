import { expect, test } from 'vitest';
import { utf8 } from '../../src/domain/bytes.ts';
import { buildReport } from '../../src/report/model.ts';
import { recordedPlace } from '../../src/report/verify/recorded-place.ts';
import { PLACE, tell } from './report-story.ts';

const said = (probe: unknown): string | undefined => recordedPlace(utf8(JSON.stringify(probe)));
const tagged = (tags: unknown): string | undefined => said({ format: { tags } });

test('where a file says it was recorded is read from the tags that cameras write', () => {
	expect(tagged({ location: '+51.4169-000.0806/', 'location-eng': '+51.4169-000.0806/' })).toBe(PLACE);
	const apple = { 'com.apple.quicktime.location.ISO6709': '+59.9343+030.3351+012.500/' };
	expect(tagged({ location: '+00.0000+000.0000/', ...apple })).toBe('+59.9343+030.3351+012.500/');
	expect(said({ streams: [null, { tags: { LOCATION: '-33.8+151.2/' } }] })).toBe('-33.8+151.2/');
});

test('what is no place, or no raw media data at all, says none', () => {
	for (const location of ['left', 'Block 4, cell 17', '+51', '+51.4169-000.0806/\u202ex', 51, null])
		expect(tagged({ location })).toBeUndefined();
	for (const probe of [{}, null, [], { format: null, streams: 5 }, { format: { tags: 'location' } }])
		expect(said(probe)).toBeUndefined();
	expect(recordedPlace(new Uint8Array([0xff, 0xfe]))).toBeUndefined();
});

test('a report says it of an item only where the raw media data leave with it', () => {
	const places = (change: Parameters<typeof tell>[0]) =>
		buildReport(tell(change).input).technical.items.map(({ place }) => place);
	expect(places({})).toEqual([PLACE, undefined]);
	expect(places({ change: ({ items: [item] }) => Object.assign(item ?? {}, { probe: undefined }) })).toEqual([
		undefined,
		undefined,
	]);
});
