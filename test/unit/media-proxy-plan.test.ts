import { expect, test } from 'vitest';
import { indexedHead } from '../../workers/media/fragment-index.ts';
import { boxesIn, FragmentStream } from '../../workers/media/fragments.ts';
import { headChunks } from '../../workers/media/proxy.ts';
import { chooseEncoders } from '../../workers/media/proxy-plan.ts';

const listed = (...names: string[]): string => names.map((name) => ` V....D ${name.padEnd(20)} something\n`).join('');

test('the best encoder there is', () => {
	expect(chooseEncoders(listed('libvpx-vp9', 'libx264', 'aac'))).toEqual({ video: 'libx264', audio: 'aac' });
	expect(chooseEncoders(listed('libvpx-vp9', 'libopus'))).toEqual({ video: 'libvpx-vp9', audio: 'libopus' });
	expect(chooseEncoders(listed('libx264rgb', 'mpeg4'))).toBeUndefined();
});

test('room for the index grows with the film, up to a limit', () => {
	expect([0, 60_000, 3_600_000, 1e9].map(headChunks)).toEqual([1, 1, 2, 8]);
});

const box = (type: string, ...content: (Uint8Array | number[])[]): Buffer => {
	const inside = Buffer.concat(content.map((one) => Buffer.from(one)));
	const head = Buffer.alloc(8);
	head.writeUInt32BE(inside.length + 8);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, inside]);
};
const u32 = (...values: number[]): Buffer =>
	Buffer.concat(values.map((one) => Buffer.from([one >>> 24, one >>> 16, one >>> 8, one])));
const moov = box(
	'moov',
	box('mvhd', u32(0, 0, 0, 1000, 0)),
	box(
		'trak',
		box('tkhd', u32(0, 0, 0, 7)),
		box('mdia', box('mdhd', u32(0, 0, 0, 500, 0)), box('hdlr', u32(0, 0), Buffer.from('vide'))),
	),
);
const fragment = (start: number): Buffer =>
	Buffer.concat([
		box(
			'moof',
			box('traf', box('tfhd', u32(0x20000, 7)), box('tfdt', u32(0, start)), box('trun', u32(0x100, 2, 250, 250))),
		),
		box('mdat', Buffer.alloc(1000, start)),
	]);

test('an index of the fragments, however the bytes come, and however little room there is', async () => {
	const film = Buffer.concat([
		box('ftyp', u32(0, 0)),
		moov,
		...[0, 500, 1000, 1500, 2000].map(fragment),
		box('mfra', u32(1)),
	]);
	for (const step of [1, 7, 100, film.length]) {
		const media: Uint8Array[] = [];
		const stream = new FragmentStream(async (bytes) => void media.push(bytes.slice()));
		for (let at = 0; at < film.length; at += step) await stream.take(film.subarray(at, at + step));
		const taken = stream.finish();
		expect(Buffer.concat(media)).toEqual(Buffer.concat([0, 500, 1000, 1500, 2000].map(fragment)));
		for (const size of [65_536, moov.length + 16 + 48 + 12 * 3]) {
			const { head, durationMs } = indexedHead(taken, size);
			expect(head).toHaveLength(size);
			expect(durationMs).toBe(5000);
			const [, , sidx, free] = boxesIn(head);
			expect([sidx?.type, free?.type]).toEqual(['sidx', 'free']);
			const view = new DataView(head.buffer, head.byteOffset + (sidx?.start ?? 0));
			const count = view.getUint16(38);
			expect(count).toBe(size === 65_536 ? 5 : 3);
			const sizes = Array.from({ length: count }, (_, i) => view.getUint32(40 + 12 * i));
			expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(Buffer.concat(media).length);
		}
	}
});

test('what is no fragmented MP4, or half of one, is refused', async () => {
	const none = async (): Promise<void> => {};
	const whole = Buffer.concat([box('ftyp', u32(0)), moov, fragment(0)]);
	for (const bytes of [
		Buffer.from('a letter, not footage'),
		whole.subarray(0, -3),
		whole.subarray(0, 100),
		box('mdat', u32(1)),
		Buffer.alloc(0),
	]) {
		const stream = new FragmentStream(none);
		await expect(
			(async () => {
				await stream.take(bytes);
				stream.finish();
			})(),
		).rejects.toMatchObject({ code: 'tool-failed' });
	}
});
