import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import { keyframeChoices, type ReportChoices } from '../../src/report/gather/report-choices.ts';
import { MADE_LATER } from '../../src/report/report-input.ts';
import { readReport } from '../../src/report/verify/check-report.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { deposit } from './live/deposit.ts';
import { forCourt, reportZip } from './live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { stock } from './media-files.ts';

let live: Live;
let lead: Connection;
let other: Connection;
let open: OpenCase;
let choices: ReportChoices;
let folder: string;
let film: string;
const stop = new AbortController();
let working: Promise<void>;
beforeAll(async () => {
	live = await startLive();
	const { worker, epochSecret } = await enrolWorker(live);
	lead = await live.enrol();
	other = await live.enrol();
	open = await openCase(lead, [[other, 'lead']]);
	const intake = await openIntake(lead, open, { received: 'by hand' });
	const items = [await deposit(lead, open, intake, utf8('one')), await deposit(lead, open, intake, utf8('two'))];
	folder = await mkdtemp(join(tmpdir(), 'custos-preview-'));
	const path = join(folder, 'a.mp4');
	const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
	await stock('ffmpeg', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=10:d=2', ...coded, path);
	film = (await deposit(lead, open, intake, await readFile(path))).id;
	working = new MediaWorker({ connection: worker, epochs: new Map([[1, epochSecret]]) }, true, () => {}).run(
		stop.signal,
	);
	await vi.waitFor(async () => expect((await itemEntries(lead, film)).state).toBe('examined'), {
		timeout: 60_000,
		interval: 250,
	});
	const ids = items.map(({ id }) => id);
	choices = forCourt(open, ids, { withOriginals: true, keyframes: 'open', withNotes: true });
});
afterAll(async () => {
	stop.abort();
	await working;
	await live.close();
	await rm(folder, { recursive: true, force: true });
});

const made = (wish: ReportChoices): Promise<Blob> => reportZip(lead, wish);

test('the preview names every file that then leaves but those of entries made meanwhile, and puts nothing into the log', async () => {
	const before = await live.sql('select count(*) from ledger.entries');
	const preview = await previewReport(lead, choices);
	expect(await live.sql('select count(*) from ledger.entries')).toEqual(before);
	const bag = openZip(await made(choices));
	expect((await verifyBag(bag, { logKey: lead.archive.founding.log })).result).toBe('confirmed');
	const promised = new Set(preview.filter((one) => one.kind === 'file').map(({ path }) => path));
	const present = await bag.list();
	expect(present.filter((path) => !promised.has(path) && !path.startsWith('data/ledger/'))).toEqual([]);
	expect([...promised].filter((path) => !present.includes(path) && !path.endsWith('consistency.json'))).toEqual([]);
	expect(preview).toContainEqual(expect.objectContaining({ path: 'report/recipient', value: 'a court' }));
});

test('of a report that another lead will make the preview says so, and does not guess their certificate', async () => {
	const preview = await previewReport(lead, choices, other.identity.keys.sign);
	const fieldAt = (path: string) => preview.find((one) => one.kind === 'field' && one.path === path);
	expect(fieldAt('report/issuer/key')).toMatchObject({ value: other.identity.keys.sign });
	expect(fieldAt('report/issuer/role')).toMatchObject({ value: 'lead' });
	expect(fieldAt('certification/seal/certificate')).toMatchObject({ value: MADE_LATER });
});

test('what is not chosen does not leave', async () => {
	const less = { ...choices, withOriginals: false, keyframes: 'none' as const };
	expect((await previewReport(lead, less)).some(({ path }) => path.startsWith('data/items/'))).toBe(false);
	const bag = openZip(await made(less));
	expect((await bag.list()).some((path) => path.startsWith('data/items/'))).toBe(false);
	expect((await verifyBag(bag, { logKey: lead.archive.founding.log })).result).toBe('confirmed');
});

test.each(keyframeChoices)(
	'of a film with key frames "%s" the preview names those that then leave',
	async (keyframes) => {
		const wish = { ...choices, items: [film], withOriginals: false, keyframes };
		const preview = await previewReport(lead, wish);
		const hashes = preview.flatMap((one) =>
			one.kind === 'field' && /\/keyframes\/\d+\/sha256$/.test(one.path) ? [one.value] : [],
		);
		const promised = preview.filter((one) => one.kind === 'file' && one.path.includes('/keyframes/'));
		const bag = openZip(await made(wish));
		expect((await verifyBag(bag, { logKey: lead.archive.founding.log })).result).toBe('confirmed');
		const left = (await readReport(bag)).items[0]?.files.keyframes ?? [];
		expect(left.map(({ path }) => path)).toEqual(promised.map(({ path }) => path));
		expect(left.length > 0).toBe(keyframes !== 'none');
		expect(left.map(({ sha256 }) => sha256)).not.toContain(MADE_LATER);
		expect(hashes).toEqual(keyframes === 'blurred' ? left.map(() => MADE_LATER) : left.map(({ sha256 }) => sha256));
	},
);
