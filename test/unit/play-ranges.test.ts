import { expect, test } from 'vitest';
import { mediaTypeOf, playsDirectly } from '../../src/client/play/playable.ts';
import { answerRange } from '../../src/client/play/ranges.ts';

const brief = (header: string | null, size = 1000, piece = 100): unknown[] => {
	const { status, start, end, headers } = answerRange(header, size, piece);
	return [status, start, end, headers['content-range'] ?? null, headers['content-length'] ?? null];
};

test('a range is answered with those bytes, an open-ended one with a piece', () => {
	expect(brief('bytes=0-99')).toEqual([206, 0, 100, 'bytes 0-99/1000', '100']);
	expect(brief('bytes=200-899')).toEqual([206, 200, 900, 'bytes 200-899/1000', '700']);
	expect(brief('bytes=990-2000')).toEqual([206, 990, 1000, 'bytes 990-999/1000', '10']);
	expect(brief('bytes=0-')).toEqual([206, 0, 100, 'bytes 0-99/1000', '100']);
	expect(brief('bytes=950-')).toEqual([206, 950, 1000, 'bytes 950-999/1000', '50']);
	expect(brief('bytes=-30')).toEqual([206, 970, 1000, 'bytes 970-999/1000', '30']);
	expect(brief('bytes=-5000')).toEqual([206, 0, 1000, 'bytes 0-999/1000', '1000']);
});

test('what lies outside is refused, what is no range is ignored', () => {
	expect(brief('bytes=1000-')).toEqual([416, 0, 0, 'bytes */1000', null]);
	expect(brief('bytes=-0')).toEqual([416, 0, 0, 'bytes */1000', null]);
	for (const header of [null, '', 'bytes=-', 'bytes=5-2', 'bytes=0-1,4-5', 'items=0-1', 'bytes=a-b'])
		expect(brief(header)).toEqual([200, 0, 1000, null, '1000']);
});

test('what a browser plays by itself, and what needs a proxy', () => {
	expect(playsDirectly({ container: 'mp4', videoCodec: 'h264', audioCodecs: ['aac'] })).toBe(true);
	expect(playsDirectly({ container: 'matroska', videoCodec: 'vp9', audioCodecs: [] })).toBe(true);
	expect(playsDirectly({ container: 'mp4', videoCodec: 'h263', audioCodecs: ['amr_nb'] })).toBe(false);
	expect(playsDirectly({ container: 'mp4', videoCodec: 'h264', audioCodecs: ['amr_nb'] })).toBe(false);
	expect(playsDirectly({ container: 'mov', videoCodec: 'h264', audioCodecs: ['aac'] })).toBe(true);
	expect(playsDirectly({ container: '3gp', videoCodec: 'h264', audioCodecs: ['aac'] })).toBe(true);
	expect(playsDirectly({ container: '3gp', videoCodec: 'h264', audioCodecs: ['amr_nb'] })).toBe(false);
	expect(playsDirectly({ container: 'avi', videoCodec: 'mjpeg', audioCodecs: [] })).toBe(false);
	expect(playsDirectly({ container: 'mp4', videoCodec: 'hevc' })).toBe(false);
	expect(playsDirectly({})).toBe(false);
	expect(mediaTypeOf({ container: 'mp4', videoCodec: 'h264' })).toBe('video/mp4');
	expect(mediaTypeOf({ container: 'mov', videoCodec: 'h264' })).toBe('video/mp4');
	expect(mediaTypeOf({ container: 'mp4' })).toBe('audio/mp4');
	expect(mediaTypeOf({ container: 'html' })).toBe('application/octet-stream');
});
