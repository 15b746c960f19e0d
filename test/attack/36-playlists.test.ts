import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits, examine, findTools, memorySource } from '../../workers/media/examine.ts';
import {
	imageFormats,
	keyPicturesCommand,
	manifestCommand,
	mediaFormats,
	probeCommand,
} from '../../workers/media/ffmpeg.ts';
import { createRunner } from '../../workers/media/runner.ts';
import { fileSource, folder, stock } from '../system/media-files.ts';

/** Attack 36: files that are lists of other files, renamed. Nothing else is opened, and nobody is called. */

let canary: Server;
let port = 0;
let calls = 0;

beforeAll(async () => {
	canary = createServer((socket) => {
		calls++;
		socket.destroy();
	});
	await new Promise<void>((resolve) => canary.listen(0, '0.0.0.0', resolve));
	port = (canary.address() as { port: number }).port;
});
afterAll(() => new Promise((resolve) => canary.close(resolve)));

async function trap(): Promise<{ sibling: string; lists: Record<string, string> }> {
	const home = await folder();
	const sibling = join(home, 'other-case.ts');
	await stock('ffmpeg', '-f', 'lavfi', '-i', 'testsrc=s=64x64:r=5:d=1', '-c:v', 'mpeg2video', sibling);
	const hls = (uri: string): string =>
		`#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n${uri}\n#EXT-X-ENDLIST\n`;
	const dash = (uri: string): string =>
		`<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="0" bandwidth="1"><BaseURL>${uri}</BaseURL></Representation></AdaptationSet></Period></MPD>`;
	return {
		sibling,
		lists: {
			'HLS, a sibling': hls(sibling),
			'HLS, a local secret': hls('file:///etc/passwd'),
			'HLS, the metadata address': hls('http://169.254.169.254/latest/meta-data/'),
			'HLS, a listener here': hls(`http://127.0.0.1:${port}/`),
			'HLS, the bridge itself': hls('http://127.0.0.1:8000/other'),
			'HLS, concat protocol': hls(`concat:${sibling}|/etc/passwd`),
			'DASH, a sibling': dash(sibling),
			'DASH, a listener here': dash(`http://127.0.0.1:${port}/`),
			ffconcat: `ffconcat version 1.0\nfile '${sibling}'\n`,
			'concat script with an address': `ffconcat version 1.0\nfile 'http://127.0.0.1:${port}/'\n`,
			SDP: `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video ${port} RTP/AVP 33\r\n`,
			'reference movie': `\0\0\0\x14ftypqt  \0\0\0\0qt  RTSPtext\nrtsp://127.0.0.1:${port}/\n`,
		},
	};
}

it('the trap is real: stock ffprobe follows a list to its sibling', async () => {
	const { sibling, lists } = await trap();
	const list = join(sibling, '..', 'leak.mp4');
	await writeFile(list, lists['HLS, a sibling'] as string);
	expect(await stock('ffprobe', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', list)).toContain('mpeg2video');
});

describe('lists of other files', () => {
	it('are read as text, or refused; nothing of another file comes back', async () => {
		const { lists } = await trap();
		for (const [name, text] of Object.entries(lists)) {
			const found = await examine(memorySource(Buffer.from(text, 'latin1'))).catch(
				(error: { code: string }) => error.code,
			);
			if (typeof found === 'string') expect(found, name).toBe('tool-failed');
			else expect(found, name).toMatchObject({ kind: 'document', keyframes: [], commands: [] });
		}
	});

	it('are refused by ffmpeg in the jail even when asked to open them', async () => {
		const { lists } = await trap();
		const tools = await findTools();
		for (const [name, text] of Object.entries(lists)) {
			for (const formats of [mediaFormats, imageFormats]) {
				const runner = createRunner({
					tools,
					source: memorySource(Buffer.from(text, 'latin1')),
					limits: defaultLimits,
					formats,
				});
				for (const command of [probeCommand(formats, 2 ** 27), manifestCommand(formats, 2 ** 27)]) {
					await expect(runner.read(command, { maxOutput: 2 ** 20 }), name).rejects.toMatchObject({
						code: 'tool-failed',
					});
				}
			}
		}
		expect(calls).toBe(0);
	});

	it('reach nothing even with every demuxer and protocol allowed: the jail alone is enough', async () => {
		const { lists } = await trap();
		const tools = await findTools();
		for (const [name, text] of Object.entries(lists)) {
			const runner = createRunner({
				tools,
				source: memorySource(Buffer.from(text, 'latin1')),
				limits: defaultLimits,
				formats: mediaFormats,
			});
			const { program, args } = keyPicturesCommand(
				0,
				{ width: 64, height: 64, turn: 0 },
				'1/90000',
				mediaFormats,
				2 ** 27,
			);
			const open = args.map((arg, i) =>
				args[i - 1] === '-protocol_whitelist' ? 'http,tcp,file,crypto,concat,udp,rtp,rtsp' : arg,
			);
			const at = open.indexOf('-format_whitelist');
			open.splice(at, 2, '-rw_timeout', '1000000');
			await expect(runner.read({ program, args: open }, { maxOutput: 2 ** 20 }), name).rejects.toMatchObject({
				code: 'tool-failed',
			});
		}
		expect(calls).toBe(0);
	});
});

it('an honest file beside them still works', async () => {
	const { sibling } = await trap();
	expect(await examine(await fileSource(sibling))).toMatchObject({
		kind: 'video',
		format: { videoCodec: 'mpeg2video' },
	});
	expect((await readFile(sibling)).length).toBeGreaterThan(0);
});
