import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { KeyList } from '../../workers/media/key-list.ts';
import { lineReader } from '../../workers/media/lines.ts';
import { photoTurn } from '../../workers/media/orientation.ts';
import { PictureStream } from '../../workers/media/picture-stream.ts';
import { parseProbe } from '../../workers/media/probe.ts';
import { sniff } from '../../workers/media/sniff.ts';
import { formatOf, summaryOf } from '../../workers/media/summary.ts';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('first bytes', () => {
	it.each([
		['\0\0\0\x20ftypisom', 'media', 'mp4'],
		['\0\0\0\x20ftypheic', 'image-unread', 'heic'],
		['\0\0\0\x08wide\0\0\0\0mdat', 'media', 'mov'],
		['\x1a\x45\xdf\xa3', 'media', 'matroska'],
		['RIFF\0\0\0\0AVI LIST', 'media', 'avi'],
		['RIFF\0\0\0\0WEBPVP8 ', 'image', 'webp'],
		['\0\0\x01\xba', 'media', 'mpeg'],
		['DHAV\xfd\0', 'media', 'dhav'],
		['#!AMR\n', 'media', 'amr'],
		['\xff\xd8\xff\xe0', 'image', 'jpeg'],
		['II*\0', 'image', 'tiff'],
		['BM\x10\0\0\0\0\0\0\0', 'image', 'bmp'],
		['%PDF-1.7\n\0', 'document', 'pdf'],
		['PK\x03\x04', 'document', 'zip'],
		['#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'document', 'text'],
		['ffconcat version 1.0\nfile other.mp4\n', 'document', 'text'],
		['v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n', 'document', 'text'],
		['<?xml version="1.0"?><MPD/>', 'document', 'text'],
		['\xef\xbb\xbf\xd0\x9f\xd0\xb8\xd1\x81\xd1\x8c\xd0\xbc\xd0\xbe', 'document', 'text'],
		['\x01\x02\x03\x04', 'unknown', 'unknown'],
		['', 'document', 'empty'],
	])('%j', (bytes, kind, type) => expect(sniff(latin(bytes))).toEqual({ kind, type }));

	it('know transport streams, plain and with time codes', () => {
		const plain = new Uint8Array(600);
		for (const at of [0, 188, 376]) plain[at] = 0x47;
		expect(sniff(plain).type).toBe('mpegts');
		const timed = new Uint8Array(600);
		for (const at of [4, 196, 388]) timed[at] = 0x47;
		expect(sniff(timed).type).toBe('mpegts');
	});
});

describe('the list of key packets', () => {
	it('counts keys, finds gaps, keeps nothing else', () => {
		const list = new KeyList(4_000);
		for (const line of [
			'#software: x',
			'#tb 0: 1/1000',
			'0, 0, 0, 40, 900, 0x0a',
			'0, 40, 40, 40, 9, 0x0b, F=0x0',
			'0, 3000, 3000, 40, 900, 0x0c',
			'0, 9000, 9000, 40, 900, 0x0d, S=1, 40',
		])
			list.take(line);
		expect(list).toMatchObject({
			timeBase: '1/1000',
			count: 3,
			last: 9000,
			timeless: false,
			gaps: [{ from: 3000, to: 9000 }],
		});
	});
	it('says when a stream has no times', () => {
		const list = new KeyList(4_000);
		list.take('0, -96000, -9223372036854775808, 48000, 5466, 0xc15320a1');
		expect(list).toMatchObject({ count: 0, timeless: true });
	});
});

describe('pictures and their times', () => {
	const jpeg = Uint8Array.of(0xff, 0xd8, 1, 2, 0xff, 0xd9);
	const part = `--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: 6\r\n\r\n${latin1(jpeg)}\r\n`;
	const feed = (parts: string, lines: string): PictureStream => {
		const made = new PictureStream();
		for (const byte of latin(parts)) made.takePictures(Uint8Array.of(byte));
		made.takeLines(latin(lines));
		return made;
	};
	const lines = (pts: number, n = 0): string =>
		`frame:${n}    pts:${pts}       pts_time:1\nlavfi.blackframe.pblack=7\nlavfi.scene_score=0.250000\n`;

	it('are put together frame by frame', () => {
		const made = feed(`${part}${part}--ffmpeg\r\n`, lines(512) + lines(1024, 1)).finish();
		expect(made).toEqual([
			{ pts: 512, scene: 0.25, dark: 7, jpeg },
			{ pts: 1024, scene: 0.25, dark: 7, jpeg },
		]);
	});
	it.each([
		['no picture at all', '--ffmpeg\r\n', '', 0],
		['nothing', '', '', 0],
	])('%s is fine', (_, parts, text, count) => expect(feed(parts, text).finish()).toHaveLength(count));
	it.each([
		['a picture without a time', `${part}--ffmpeg\r\n`, ''],
		['a time without a picture', '--ffmpeg\r\n', lines(1)],
		['half a picture', part.slice(0, -5), lines(1)],
		['something else', '<html>', ''],
		['a length beyond the end', part.replace('length: 6', 'length: 999999999'), lines(1)],
		['an absurd time', part, lines(1).replace('pts:1 ', `pts:${'9'.repeat(30)} `)],
	])('%s is refused', (_, parts, text) => {
		expect(() => feed(parts, text).finish()).toThrow(expect.objectContaining({ code: 'tool-failed' }));
	});
});

it('a line without end is refused', () => {
	const read = lineReader(() => undefined);
	expect(() => read(new Uint8Array(70_000).fill(65))).toThrow(expect.objectContaining({ code: 'tool-failed' }));
});

it('photographs say how they were held', () => {
	const exif = (orientation: number): Uint8Array =>
		latin(
			`\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0${String.fromCharCode(orientation)}\0\0\0`,
		);
	expect([1, 3, 6, 8, 2].map((value) => photoTurn(exif(value)))).toEqual([0, 180, 90, 270, 0]);
	expect(photoTurn(exif(6).subarray(0, 24))).toBe(0);
	expect(photoTurn(deflateSync(new Uint8Array(100)))).toBe(0);
});

it('a summary holds no place, no serial number and no free text', () => {
	const probe = parseProbe(
		latin(
			JSON.stringify({
				streams: [
					{
						index: 0,
						codec_type: 'video',
						codec_name: 'h264',
						width: 640,
						height: 360,
						time_base: '1/25',
						tags: { language: 'rus', handler_name: 'secret 5' },
					},
				],
				format: {
					format_name: 'mov,mp4,m4a,3gp,3g2,mj2',
					duration: '1.500000',
					tags: {
						location: '+51.4-000.1/',
						'com.apple.quicktime.location.ISO6709': '+1+2/',
						comment: 'secret 1',
						title: 'secret 2',
						artist: 'secret 3',
						'camera-serial': 'secret 4',
						creation_time: '2017-02-22T08:20:28.000000Z',
						make: 'Acme',
					},
				},
			}),
		),
	);
	const summary = summaryOf('video', formatOf(probe), 3, probe);
	expect(summary).toEqual({
		kind: 'video',
		container: 'mp4',
		durationMs: 1500,
		width: 640,
		height: 360,
		videoCodec: 'h264',
		audioCodecs: [],
		hasAudio: false,
		keyframes: 3,
		createdAt: '2017-02-22T08:20:28.000000Z',
		make: 'Acme',
		languages: ['rus'],
	});
	expect(JSON.stringify(summary)).not.toMatch(/secret|location|51\.4/);
});

it.each([
	['qt  ', 'mov'],
	['3gp4', '3gp'],
	['3g2a', '3g2'],
	['isom', 'mp4'],
	['M4V ', 'mp4'],
	[undefined, 'mp4'],
])('of the family of mp4, the major brand %s is called %s', (brand, container) => {
	const tags = brand === undefined ? {} : { major_brand: brand };
	const format = { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', tags };
	expect(formatOf(parseProbe(latin(JSON.stringify({ streams: [], format })))).container).toBe(container);
});

function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('latin1');
}
