import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIntake } from '../../../src/client/intake.ts';
import { call, type OpenedPlayer, openPlayer } from '../../browser/play/open-player.ts';
import type { SignedIn } from '../../browser/play/page.ts';
import { deposit } from '../../system/live/deposit.ts';
import { enrolWorker, openCase } from '../../system/live.ts';
import { output } from '../machine.ts';
import type { Row } from '../run.ts';
import { benchDatabase } from './database.ts';
import { measureEscape } from './escape.ts';

const ROUNDS = 9;
/** Where it jumps, as parts of the length; forwards and backwards, none twice. */
const JUMPS = [0.5, 0.9, 0.15, 0.7, 0.33];

/** First picture and jumps of one film, sealed and in the clear, from the same server to the same Chromium, by turns; then Esc. */
export async function measure(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-bench-playback-'));
	let rows: Row[];
	try {
		const film = await makeFilm(folder);
		const player = await openPlayer({ database: await benchDatabase() });
		try {
			await enrolWorker(player.live);
			const lead = await player.live.enrol();
			const open = await openCase(lead);
			const intake = await openIntake(lead, open, { received: 'by hand' });
			const item = await deposit(lead, open, intake, film);
			rows = await compare(player, player.signedIn(lead), item.id, film);
		} finally {
			await player.close();
		}
	} finally {
		await rm(folder, { recursive: true });
	}
	return [...rows, ...(await measureEscape())];
}

/** Seven minutes of 720p with grain, so that it has the weight of footage: about 55 MB, its index at the beginning. */
async function makeFilm(folder: string): Promise<Uint8Array> {
	const [minute, film] = [join(folder, 'minute.mp4'), join(folder, 'film.mp4')];
	const source = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=30'];
	const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '1M', '-g', '50', '-pix_fmt', 'yuv420p'];
	await output('ffmpeg', [...source, '-vf', 'noise=alls=8:allf=t', ...coded, minute]);
	const looped = ['-v', 'error', '-stream_loop', '13', '-i', minute, '-c', 'copy', '-movflags', '+faststart', film];
	await output('ffmpeg', looped);
	return new Uint8Array(await readFile(film));
}

async function compare(player: OpenedPlayer, who: SignedIn, item: string, film: Uint8Array): Promise<Row[]> {
	const url = player.plain(film);
	const times = { opened: [] as number[], sealed: [] as number[], plain: [] as number[] };
	const jumps = { sealed: [] as number[], plain: [] as number[] };
	for (let round = 0; round <= ROUNDS; round++) {
		for (const kind of round % 2 === 0 ? (['sealed', 'plain'] as const) : (['plain', 'sealed'] as const)) {
			const page = await player.page();
			await call(page, 'start');
			const { opened, shown } =
				kind === 'sealed'
					? await call(page, 'timedOpen', who, item)
					: { opened: undefined, shown: await call(page, 'load', url) };
			const { duration } = await call(page, 'ready');
			const jumped: number[] = [];
			for (const part of JUMPS) jumped.push(await call(page, 'seek', duration * part));
			await page.close();
			// The first round warms server and browser up.
			if (round === 0) continue;
			times[kind].push(shown);
			if (opened !== undefined) times.opened.push(opened);
			jumps[kind].push(...jumped);
		}
	}
	const size = `${Math.round(film.length / 2 ** 20)} MiB of H.264`;
	const row = (what: string, sealed: readonly number[], plain: readonly number[]): Row[] => [
		{ what: `${what}, in the clear`, value: median(plain), unit: 'ms' },
		{
			what: `${what}, sealed`,
			value: median(sealed),
			unit: 'ms',
			ratio: { to: 'in the clear', is: median(sealed) / median(plain), goal: '< 1.5' },
		},
	];
	const whole = times.opened.map((opened, i) => opened + (times.sealed[i] ?? Number.NaN));
	return [
		...row(`${size}: first picture, once it is opened`, times.sealed, times.plain),
		...row(`${size}: jump`, jumps.sealed, jumps.plain),
		{ what: 'before the first picture: entry, receipt, key, final chunk', value: median(times.opened), unit: 'ms' },
		{
			what: 'first picture and what is before it',
			value: median(whole),
			unit: 'ms',
			ratio: { to: 'in the clear', is: median(whole) / median(times.plain) },
		},
	];
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
