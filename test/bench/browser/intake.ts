import { randomFillSync } from 'node:crypto';
import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { OpenCase } from '../../../src/client/cases.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { toBase64 } from '../../../src/domain/bytes.ts';
import { newId } from '../../../src/domain/ids.ts';
import { platform } from '../../../src/domain/platform/node.ts';
import { answers } from '../../../src/domain/wire.ts';
import { openRoom } from '../../browser/open-room.ts';
import { enrolWorker, openCase } from '../../system/live.ts';
import type { Row } from '../run.ts';
import { browserCpu } from './browser-cpu.ts';
import { benchDatabase } from './database.ts';

const MIB = 2 ** 20;
const FILES = 2;
const FILE_MIB = 128;
const PART = 8 * MIB;
const ROUNDS = 3;

/** The room's own intake, from the button to the last receipt, beside bare PUTs of the same bytes to the same server, by turns. */
export async function measure(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-bench-web-'));
	const room = await openRoom({ database: await benchDatabase() });
	try {
		await enrolWorker(room.live);
		const lead = await room.live.enrol();
		const open = await openCase(lead);
		const files = Array.from({ length: FILES }, () => randomFillSync(Buffer.alloc(FILE_MIB * MIB)));
		for (const [i, bytes] of files.entries()) await writeFile(join(folder, `${i}.mp4`), bytes);
		const { page } = await room.person(lead);
		await page.getByRole('link', { name: 'Intake' }).click();
		const [sealed, bare]: [Effort[], Effort[]] = [[], []];
		for (let round = 0; round <= ROUNDS; round++) {
			const s = [
				await effort(() => putBare(page, lead, open, folder, files)),
				await effort(() => takeIn(page, folder, round)),
			] as const;
			// The first round warms server and browser up.
			if (round === 0) continue;
			bare.push(s[0]);
			sealed.push(s[1]);
		}
		const least = (of: keyof Effort, all: readonly Effort[]): number => Math.min(...all.map((one) => one[of]));
		const rate = (all: readonly Effort[]): number => (FILES * FILE_MIB * MIB) / 1e6 / least('seconds', all);
		const [bareCpu, sealedCpu] = [least('cpu', bare), least('cpu', sealed)];
		const what = `${FILES} files of ${FILE_MIB} MiB`;
		return [
			{ what: `${what}: bare PUT of Blobs`, value: rate(bare), unit: 'MB/s' },
			{
				what: `${what}: sealed and received`,
				value: rate(sealed),
				unit: 'MB/s',
				ratio: { to: 'bare PUT', is: rate(sealed) / rate(bare), goal: '> 0.5' },
			},
			{ what: 'CPU of browser and server, bare PUT', value: bareCpu, unit: 's' },
			{
				what: 'CPU of browser and server, sealed and received',
				value: sealedCpu,
				unit: 's',
				ratio: { to: 'bare PUT', is: sealedCpu / bareCpu },
			},
		];
	} finally {
		await room.close();
		await rm(folder, { recursive: true });
	}
}

/** What something took: by the clock, and of the processor in the browser and in this process, which is the server. */
interface Effort {
	seconds: number;
	cpu: number;
}

async function effort(run: () => Promise<number>): Promise<Effort> {
	const [own, browser] = [process.cpuUsage(), await browserCpu()];
	const seconds = await run();
	const { user, system } = process.cpuUsage(own);
	return { seconds, cpu: (user + system) / 1e6 + ((await browserCpu()) - browser) / 1e3 };
}

/** Seconds until the files, under a name of their own, are received by the room. */
async function takeIn(page: Page, folder: string, round: number): Promise<number> {
	const named = join(folder, `round ${round}`);
	await mkdir(named);
	for (let i = 0; i < FILES; i++) await link(join(folder, `${i}.mp4`), join(named, `${i}.mp4`));
	await page.locator('#page input[data-pick=folder]').last().setInputFiles(named);
	const start = page.getByRole('button', { name: 'Seal and send' });
	await start.waitFor();
	const begun = performance.now();
	await start.click();
	await page.getByText(`${FILES} of ${FILES} files received`).waitFor({ timeout: 300_000 });
	const seconds = (performance.now() - begun) / 1000;
	await page.getByRole('button', { name: 'Stop for now' }).click();
	await page.getByRole('button', { name: 'Put it aside' }).click();
	await rm(named, { recursive: true });
	return seconds;
}

/** Seconds that the parts take as they are: slices of the files, four on the way at once. */
async function putBare(
	page: Page,
	lead: Connection,
	open: OpenCase,
	folder: string,
	files: readonly Buffer[],
): Promise<number> {
	const input = await page.evaluateHandle(() =>
		Object.assign(document.createElement('input'), { type: 'file', multiple: true }),
	);
	await input.asElement()?.setInputFiles(files.map((_, i) => join(folder, `${i}.mp4`)));
	const parts: { file: number; at: number; path: string; digest: string }[] = [];
	for (const [file, bytes] of files.entries()) {
		const object = newId(platform.randomBytes);
		const body = { object, case: open.id, size: bytes.length, partSize: PART };
		await lead.ask(answers.upload, '/v1/uploads', { body });
		for (let at = 0; at < bytes.length; at += PART) {
			const digest = `sha-256=:${toBase64(platform.sha256(bytes.subarray(at, at + PART)))}:`;
			parts.push({ file, at, path: `/v1/uploads/${object}/parts/${at / PART}`, digest });
		}
	}
	const bearer = await lead.bearer();
	return page.evaluate(
		async ([element, all, token, size]) => {
			const chosen = (element as HTMLInputElement).files as FileList;
			const left = [...all];
			const begun = performance.now();
			const lane = async (): Promise<void> => {
				for (let one = left.shift(); one !== undefined; one = left.shift()) {
					const headers = { authorization: `Bearer ${token}`, 'content-digest': one.digest };
					const body = (chosen[one.file] as File).slice(one.at, one.at + size);
					const { status } = await fetch(one.path, { method: 'PUT', headers, body });
					if (status !== 200) throw new Error(`a part was answered with ${status}`);
				}
			};
			await Promise.all([lane(), lane(), lane(), lane()]);
			return (performance.now() - begun) / 1000;
		},
		[input, parts, bearer, PART] as const,
	);
}
