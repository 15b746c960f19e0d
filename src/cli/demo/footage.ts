import { execFile } from 'node:child_process';
import { copyFile, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CustosError } from '../../domain/errors.ts';
import type { Messages } from '../messages.ts';

const run = promisify(execFile);

const noise = (seconds: number): string =>
	`-f lavfi -i color=c=0x303840:s=640x360:r=25:d=${seconds},noise=alls=24:allf=t`;
const pattern = (size: string, rate: number, seconds: number): string =>
	`-f lavfi -i testsrc2=s=${size}:r=${rate}:d=${seconds}`;
const hum = (seconds: number): string => `-f lavfi -i anoisesrc=c=brown:a=0.1:d=${seconds}`;

/** What cameras and phones leave on a disk: containers, codecs, and a scene that changes. */
const CLIPS: readonly { name: string; args: string }[] = [
	{
		name: 'DVR-2/ch01_20260311_031500.mp4',
		args: `${pattern('704x576', 12, 20)} ${hum(20)} -c:v libx264 -preset veryfast -g 24 -c:a aac -shortest`,
	},
	{ name: 'DVR-2/ch02_20260311_031500.avi', args: `${noise(12)} -c:v mjpeg -q:v 6` },
	{
		name: 'DVR-2/ch03_20260311_031500.mkv',
		args: `${pattern('640x360', 25, 6)} ${noise(6)} -filter_complex [0:v][1:v]concat=n=2:v=1:a=0 -c:v libx264 -preset veryfast -g 50`,
	},
	{ name: 'DVR-2/ch04_20260311_031500.ts', args: `${noise(10)} -c:v mpeg2video -q:v 8` },
	{
		name: 'телефон/VID_0417.mp4',
		args: `${pattern('480x848', 30, 8)} ${hum(8)} -c:v libx264 -preset veryfast -c:a aac -shortest -metadata creation_time=2026-03-11T03:19:22Z`,
	},
	{ name: 'телефон/запись разговора.wav', args: `${hum(15)} -c:a pcm_s16le` },
	{ name: 'телефон/IMG_0418.jpg', args: `${pattern('1280x720', 1, 1)} -frames:v 1 -q:v 4` },
];

/** Makes a folder of camera-like footage with the system's ffmpeg: nothing but what these lines generate goes into it. */
export async function makeFootage(folder: string, made: (files: number, of: number) => void): Promise<void> {
	for (const [i, { name, args }] of CLIPS.entries()) {
		const file = join(folder, name);
		await mkdir(join(file, '..'), { recursive: true });
		try {
			await run('ffmpeg', ['-nostdin', '-v', 'error', ...args.split(' '), file]);
		} catch (cause) {
			throw new CustosError('tool-failed', 'ffmpeg could not make the footage: is it installed?', { cause });
		}
		const when = new Date(Date.UTC(2026, 2, 11, 3, 15 + i));
		await utimes(file, when, when);
		made(i + 1, CLIPS.length + 2);
	}
	await writeFile(join(folder, 'опись.txt'), 'Содержимое диска: два регистратора, один телефон.\n');
	await copyFile(join(folder, 'телефон/IMG_0418.jpg'), join(folder, 'DVR-2/copy of IMG_0418.jpg'));
	made(CLIPS.length + 2, CLIPS.length + 2);
}

/** What is said about it at its intake. */
export const madeIntake = (t: Messages['demo']): string => `receivedWhen: 2026-03-14 21:40 +03:00
receivedHow: ${t.madeHow}
recordedBy:
  claim: ${t.madeBy}
  basis: ${t.madeBasis}
  confidence: possible
recordedConditions: not known
device: not known
notKnown:
  - ${t.madeUnknown}
`;

/** The same for a folder somebody named. */
export const givenIntake = (t: Messages['demo']): string => `receivedHow: ${t.givenHow}
`;
