import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { addClip, noteItem } from '../../src/client/case/mark.ts';
import { reportWatched } from '../../src/client/case/watched.ts';
import { createCase } from '../../src/client/cases.ts';
import { type Connection, connect } from '../../src/client/connection.ts';
import { found } from '../../src/client/found.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { enrolLocalWorker } from '../../src/client/local-worker.ts';
import { forgetful } from '../../src/client/memory.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { createProfile } from '../../src/client/profile.ts';
import { submit } from '../../src/client/submit.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { receivedDraft, store } from '../system/live/deposit.ts';
import { footageFile, stock } from '../system/media-files.ts';
import { startArchive } from '../system/running.ts';
import { carriedProfile, filesInMemory } from './carried-profile.ts';
import { openVisitors, type Visitors } from './visitors.ts';

/** A film that a worker really examined, with what reviewers said of it. */
interface Film {
	case: string;
	item: string;
	/** The same recording without its end. */
	cut: string;
}

/** An archive of its own, with a worker that examines, and a film in it. */
interface FilmArchive {
	people: Visitors;
	film: Film;
	/** The profile of the one who leads the case. */
	file: string;
	close(): Promise<void>;
}

export async function openFilmArchive(): Promise<FilmArchive> {
	const archive = await startArchive();
	const people = await openVisitors(archive.server);
	const close = async (): Promise<void> => {
		const closed = await Promise.allSettled([people.close()]);
		await archive.stop();
		for (const one of closed) if (one.status === 'rejected') throw one.reason;
	};
	try {
		const identity = createIdentity();
		const pin = await found(archive.server, archive.code, identity, platform.randomBytes(32), new Date());
		const lead = await connect(pin, identity, forgetful());
		const profile = createProfile(filesInMemory(), 10);
		await profile.savePin(pin);
		await enrolLocalWorker(lead, profile, archive.code);
		const epoch = (): Promise<boolean> =>
			lead.ask(answers.epoch, '/v1/epoch').then(
				() => true,
				() => false,
			);
		await until(epoch);
		const film = await filmToShow(lead);
		return { people, film, file: await carriedProfile(identity, pin, { [identity.keys.sign]: 'Vera' }), close };
	} catch (error) {
		await close();
		throw error;
	}
}

const PATH = 'cam-02/2019-03-14 02-11-08.mp4';

/** Takes a film in, whole and cut, and waits until both are examined. */
async function filmToShow(lead: Connection): Promise<Film> {
	const open = await createCase(lead, { title: 'Night of 14 March', prefix: 'NGT' });
	const intake = await openIntake(lead, open, {});
	const bytes = await withSound(await footageFile('one-by-one-person-detection.mp4'));
	const take = async (path: string, film: Uint8Array): Promise<string> => {
		const stored = await store(lead, open, intake, film);
		const draft = receivedDraft(open, intake, stored);
		const fields = { ...draft.detail?.fields, path, modified: '2019-03-14T02:11:08.000Z' };
		await submit(lead, [{ ...draft, detail: { ...draft.detail, to: open.key, fields } }]);
		await until(async () => (await itemEntries(lead, stored.id)).state === 'examined');
		return stored.id;
	};
	const item = await take(PATH, bytes);
	const cut = await take(PATH.replace('02-11-08', '02-14-08'), bytes.subarray(0, Math.floor(bytes.length * 0.6)));
	await noteItem(lead, open, item, {
		flag: 'warning',
		text: 'Somebody falls and does not get up.',
		fromMs: 31_000,
		toMs: 44_000,
	});
	await noteItem(lead, open, item, { flag: 'do-not-show', text: 'A face, close', fromMs: 96_000, toMs: 104_500 });
	await noteItem(lead, open, item, { flag: 'relevant', tags: ['corridor'], text: 'The same corridor as on camera 7.' });
	const about = { name: 'Second door', fromMs: 12_000, toMs: 25_400, tags: ['corridor'] };
	const { clip } = await addClip(lead, open, await itemEntries(lead, item), about);
	await addExhibit(lead, open, { item, clip }, 'The second door opens');
	await reportWatched(lead, open, item, 'original', [
		[0, 30_000],
		[44_000, 61_000],
	]);
	return { case: open.id, item, cut };
}

/** The same pictures with a murmur, and something loud twice. */
async function withSound(path: string): Promise<Uint8Array> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-shot-'));
	const made = join(folder, 'a.mp4');
	const sound = "aevalsrc='0.04*random(0)+0.7*(between(t,33,36)+between(t,71,72))*sin(700*PI*2*t)':s=44100";
	try {
		await stock(
			'ffmpeg',
			'-i',
			path,
			'-f',
			'lavfi',
			'-i',
			sound,
			'-c:v',
			'copy',
			'-c:a',
			'aac',
			'-shortest',
			'-movflags',
			'+faststart',
			made,
		);
		return await readFile(made);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Waits for the archive's worker, two minutes at most. */
async function until(done: () => Promise<boolean>): Promise<void> {
	for (let i = 0; !(await done()); i += 1) {
		if (i > 240) throw new Error('the archive’s worker did not do it in two minutes');
		await pause(500);
	}
}

/** The room at an item: one that was cut, then the words alone, and with everything open. */
export async function shootReview(page: Page, film: Film, shoot: (part: string) => Promise<void>): Promise<void> {
	await page.evaluate((to) => history.pushState(null, '', to), `/review/${film.case}/${film.cut}`);
	await page.locator('#remarks-title').waitFor();
	await shoot('remarks');
	await page.evaluate((to) => history.pushState(null, '', to), `/review/${film.case}/${film.item}?t=21500`);
	await page.locator('#remarks-title').waitFor({ state: 'detached' });
	const purpose = page.locator('form input').last();
	await purpose.waitFor();
	await shoot('words');
	await purpose.fill('02:11');
	await page.keyboard.press('Enter');
	const main = page.locator('#page');
	await main.getByRole('button', { name: /Open \d|Открыть \d/ }).click();
	await main.locator('img').first().waitFor();
	await main.getByRole('button', { name: /Open the player|Открыть проигрыватель/ }).click();
	await page.waitForFunction(() => {
		const video = document.querySelector('video');
		return video !== null && video.readyState >= 2 && video.currentTime > 21;
	});
	// With the key pictures came the sound wave.
	await page.getByTestId('wave').locator('canvas').waitFor();
	await shoot('open');
	await page.keyboard.press('i');
	await page.keyboard.press('c');
	await main.getByRole('form').waitFor();
	await shoot('clip');
	await page.keyboard.press('Escape');
	await shoot('hidden');
}
