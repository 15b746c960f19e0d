import { describe, expect, it } from 'vitest';
import { defaultLimits, examine, memorySource } from '../../workers/media/examine.ts';
import { parseProbe } from '../../workers/media/probe.ts';
import { standIn } from '../system/media-files.ts';

/** Attack 41: ffprobe's answer is the file's word. What is not believable is refused, not used. */

const stream = { index: 0, codec_type: 'video', codec_name: 'h264', width: 640, height: 360, time_base: '1/25' };
const format = { format_name: 'avi', duration: '1.000000', tags: {} };
const absurd: Record<string, unknown> = {
	'no object': 7,
	nothing: {},
	'streams that are none': { streams: 'many', format },
	'a thousand streams': { streams: Array.from({ length: 1000 }, (_, index) => ({ ...stream, index })), format },
	'a negative width': { streams: [{ ...stream, width: -1 }], format },
	'half a pixel': { streams: [{ ...stream, width: 0.5 }], format },
	'a width beyond numbers': { streams: [{ ...stream, width: 1e300 }], format },
	'a width that is text': { streams: [{ ...stream, width: '640' }], format },
	'a time base of nothing': { streams: [{ ...stream, time_base: '1/0' }], format },
	'a time base with a filter in it': { streams: [{ ...stream, time_base: '1/25,movie=/etc/passwd' }], format },
	'an index with an option in it': { streams: [{ ...stream, index: '0 -f tee' }], format },
	'a pixel shape with more to it': { streams: [{ ...stream, sample_aspect_ratio: '1:1;x' }], format },
	'a rotation beyond sense': { streams: [{ ...stream, side_data_list: [{ rotation: 1e30 }] }], format },
	'a duration beyond sense': { streams: [stream], format: { ...format, duration: '9999999999999.0' } },
	'a duration that is no number': { streams: [stream], format: { ...format, duration: 'NaN' } },
	'a duration that is a number': { streams: [stream], format: { ...format, duration: 1 } },
	'tags that are lists': { streams: [stream], format: { ...format, tags: ['a'] } },
	'a tag like a book': { streams: [stream], format: { ...format, tags: { title: 'x'.repeat(100_000) } } },
	'a name like a book': { streams: [{ ...stream, codec_name: 'x'.repeat(1000) }], format },
	'an unheard kind of stream': { streams: [{ ...stream, codec_type: '<script>' }], format },
};

describe('an absurd answer of ffprobe is refused', () => {
	it.each(Object.entries(absurd))('%s', (_, value) => {
		expect(() => parseProbe(Buffer.from(JSON.stringify(value)))).toThrow(
			expect.objectContaining({ code: 'tool-failed' }),
		);
	});
	it.each(['', '{', 'null', '[]', '\xff\xfe', `${'['.repeat(50_000)}`])('%j', (text) => {
		expect(() => parseProbe(Buffer.from(text, 'latin1'))).toThrow(expect.objectContaining({ code: 'tool-failed' }));
	});
	it('and a prototype stays what it was', () => {
		const text = JSON.stringify({ streams: [stream], format }).replace(
			'"tags":{}',
			'"tags":{"__proto__":"x","constructor":"y"}',
		);
		parseProbe(Buffer.from(text));
		expect(({} as Record<string, unknown>)['x']).toBeUndefined();
		expect(Object.prototype.constructor).toBe(Object);
	});
	it('a believable one is not', () => {
		expect(parseProbe(Buffer.from(JSON.stringify({ streams: [stream], format })))).toMatchObject({
			streams: [{ width: 640 }],
		});
	});
});

const avi = memorySource(Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1'));

it('also when a tool taken over prints it', async () => {
	const tools = await standIn(
		`process.stdout.write(${JSON.stringify(JSON.stringify(absurd['a time base with a filter in it']))})`,
	);
	await expect(examine(avi, { tools })).rejects.toMatchObject({ code: 'tool-failed' });
});

it('a picture too large by its own word meets the limit', async () => {
	const tools = await standIn(
		`process.stdout.write(${JSON.stringify(JSON.stringify({ streams: [{ ...stream, width: 20_000, height: 20_000 }], format }))})`,
	);
	await expect(examine(avi, { tools })).rejects.toMatchObject({ code: 'limit' });
});

it('an answer without end meets the limit', async () => {
	const tools = await standIn("process.stdout.write('['.repeat(4 * 1024 * 1024))");
	await expect(examine(avi, { tools, limits: defaultLimits })).rejects.toMatchObject({ code: 'limit' });
});
