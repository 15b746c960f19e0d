/**
 * Pictures of every room, to be looked at: both languages, wide and narrow, light and dark, into `.web-shots/`, which git
 * ignores. Of each one is also asked what axe finds, and whether it scrolls sideways; it ends with 1 where there is
 * anything. `node test/browser/shots.ts [name…]` takes those of a room, of the door (`enter`), or of an archive of their own:
 * `founding`, `stewards`, `trouble`.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createCase } from '../../src/client/cases.ts';
import { type Connection, connect } from '../../src/client/connection.ts';
import { found as foundArchive } from '../../src/client/found.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { formatInvite } from '../../src/client/invite.ts';
import { forgetful } from '../../src/client/memory.ts';
import { invite, withdrawInvite } from '../../src/client/people.ts';
import { makeCard } from '../../src/client/suspension-card.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { startArchive } from '../system/running.ts';
import { violationsOn } from './axe.ts';
import { carriedProfile, comeIn } from './carried-profile.ts';
import { shootCases } from './shot-cases.ts';
import { openNewArchive } from './shot-founding.ts';
import { openIntakeArchive } from './shot-intake.ts';
import { marksToShow, shootMarks } from './shot-marks.ts';
import { peopleToShow, shootPeople } from './shot-people.ts';
import { shootReport, shootVerify } from './shot-report.ts';
import { openFilmArchive, shootReview } from './shot-review.ts';
import { openStewardsArchive } from './shot-stewards.ts';
import { openTroubledArchive } from './shot-trouble.ts';
import { openVisitors } from './visitors.ts';

const folder = join(import.meta.dirname, '../../.web-shots');
const languages = ['en-GB', 'ru-RU'] as const;
const widths = [1440, 390] as const;
const schemes = ['light', 'dark'] as const;

const rooms = ['cases', 'intake', 'review', 'exhibits', 'custody', 'report', 'verify', 'people'];
const chosen = process.argv.slice(2);
const wanted = (name: string): boolean => chosen.length === 0 || chosen.includes(name);

/** What is wrong, by the name of the picture. */
const found: string[] = [];

/** Takes the picture once nothing moves; of a dialog, what is in sight. */
async function shoot(page: Page, name: string): Promise<void> {
	await page.evaluate(() => window.scrollTo(0, 0));
	await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
	const fullPage = (await page.getByRole('dialog').count()) === 0;
	await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
	const wrong = await violationsOn(page);
	const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
	if (wide > seen) wrong.push(`it is ${wide - seen} px too wide`);
	found.push(...wrong.map((one) => `${name}: ${one}`));
}

/** The door: what somebody sees who is not in yet. */
async function shootDoor(steward: Connection, page: Page, name: (step: string) => string): Promise<void> {
	const letter = formatInvite(await invite(steward, 'member'));
	const next = (): Promise<void> => page.locator('button[type=submit]').click();
	await page.goto('/');
	await page.locator('textarea').first().waitFor();
	await shoot(page, name('1-welcome'));
	await page
		.locator('button')
		.filter({ hasText: /forgotten|забыта/ })
		.first()
		.click();
	await page.locator('ol').waitFor();
	await shoot(page, name('2-new-device'));
	await page.goto(`/#${letter}`);
	await page.locator('input').waitFor();
	await shoot(page, name('3-join'));
	await next();
	await page.locator('ol[lang=en]').waitFor();
	await shoot(page, name('4-card'));
	await keepCard(page);
	await page.getByText(/^([0-9a-f]{4} ?){8}$/).waitFor();
	await shoot(page, name('5-waiting'));
	await page.keyboard.press('Alt+L');
	await page.locator('input[type=password]').waitFor();
	await page.locator('input[type=password]').fill('something else');
	await next();
	await page.getByRole('alert').first().waitFor();
	await shoot(page, name('6-unlock'));
}

async function keepCard(page: Page): Promise<void> {
	const words = await page.locator('ol[lang=en] li').allTextContents();
	const label = (await page.locator('form label').textContent()) ?? '';
	await page.locator('form input').fill(words[Number(/\d/.exec(label)?.[0]) - 1] as string);
	await page.locator('button[type=submit]').click();
	await page.locator('form').waitFor({ state: 'detached' });
}

/** At the door with what is of no use any more, or of use once: a withdrawn invite, and somebody's suspension card. */
async function shootStrangers(steward: Connection, page: Page, name: (step: string) => string): Promise<void> {
	const { code } = await makeCard(steward, archive.server);
	await page.goto('/suspend');
	await page.locator('form textarea:visible').fill(code);
	await shoot(page, name('8-card-code'));
	await page.locator('button[type=submit]').click();
	await page.locator('form').waitFor({ state: 'detached' });
	await shoot(page, name('9-card-last-press'));
	const letter = await invite(steward, 'member');
	await withdrawInvite(steward, letter.invite);
	await page.goto('about:blank');
	await page.clock.install();
	await page.goto(`/#${formatInvite(letter)}`);
	await page.locator('input').fill('Anna');
	await page.locator('button[type=submit]').click();
	await page.locator('ol[lang=en]').waitFor();
	await keepCard(page);
	await page.getByText(/^([0-9a-f]{4} ?){8}$/).waitFor();
	await page.clock.fastForward('03:10');
	await page.getByRole('alert').waitFor();
	await page.clock.resume();
	await shoot(page, name('7-withdrawn'));
}

async function shootRooms(page: Page, caseId: string, item: string, name: (room: string) => string): Promise<void> {
	for (const room of rooms.filter(wanted)) {
		// By the page's own history: a new document would have no keys.
		await page.evaluate(
			(path) => {
				history.pushState(null, '', path);
			},
			room === 'verify' ? '/verify' : `/${room}/${caseId}`,
		);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await page.waitForFunction(() => document.querySelector('[role=status] .mantine-Loader-root') === null);
		await shoot(page, name(room));
		if (room === 'cases') await shootCases(page, (part) => shoot(page, name(`cases-${part}`)));
		if (room === 'exhibits' || room === 'custody')
			await shootMarks(page, room, item, (part) => shoot(page, name(`${room}-${part}`)));
		if (room === 'report') await shootReport(page, (part) => shoot(page, name(`report-${part}`)));
		if (room === 'verify') await shootVerify(page, (part) => shoot(page, name(`verify-${part}`)));
		if (room === 'people') await shootPeople(page, (part) => shoot(page, name(`people-${part}`)));
	}
}

// Never asked here: a report names one only when told to.
const archive = await startArchive({ TIME_AUTHORITIES: 'https://time.example.org/tsr' });
const people = await openVisitors(archive.server);
/** Archives of their own, by the name of their pictures. */
const others = new Map(
	await Promise.all(
		Object.entries({
			intake: openIntakeArchive,
			founding: openNewArchive,
			stewards: openStewardsArchive,
			trouble: openTroubledArchive,
		})
			.filter(([name]) => wanted(name))
			.map(async ([name, open]) => [name, await open()] as const),
	),
);
const films = wanted('review') ? await openFilmArchive() : undefined;
try {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder);
	const identity = createIdentity();
	const pin = await foundArchive(archive.server, archive.code, identity, platform.randomBytes(32), new Date());
	const steward = await connect(pin, identity, forgetful());
	const open = await createCase(steward, { title: 'Correctional colony', prefix: 'GUL' });
	await createCase(steward, { title: 'The women’s block', prefix: 'YRD' });
	const shown = await peopleToShow(steward, open);
	const item = await marksToShow(steward, pin, open);
	const file = await carriedProfile(identity, pin, { [identity.keys.sign]: 'Vera', ...shown.names }, shown.invites);
	for (const locale of languages)
		for (const width of widths)
			for (const colorScheme of schemes) {
				const options = { locale, colorScheme, viewport: { width, height: 900 } };
				const suffix = `${locale.slice(0, 2)}-${width}-${colorScheme}`;
				if (wanted('enter')) {
					const { page } = await people.visitor(options);
					await shootDoor(steward, page, (step) => `enter-${step}-${suffix}`);
					const stranger = (await people.visitor(options)).page;
					await shootStrangers(steward, stranger, (step) => `enter-${step}-${suffix}`);
				}
				if (films !== undefined) {
					const { page } = await films.people.visitor(options);
					await comeIn(page, films.file);
					await shootReview(page, films.film, (part) => shoot(page, `review-${part}-${suffix}`));
				}
				for (const [name, other] of others)
					await other.shoot(options, (page, part) => shoot(page, `${name}-${part}-${suffix}`));
				if (rooms.some(wanted)) {
					const { page } = await people.visitor(options);
					await comeIn(page, file);
					await shootRooms(page, open.id, item, (name) => `${name}-${suffix}`);
				}
			}
} finally {
	const closed = await Promise.allSettled([
		people.close(),
		films?.close(),
		...[...others.values()].map((one) => one.close()),
	]);
	await archive.stop();
	for (const one of closed) if (one.status === 'rejected') process.stderr.write(`${String(one.reason)}\n`);
}
process.stdout.write(`${folder}\n${found.map((one) => `${one}\n`).join('')}`);
if (found.length > 0) process.exitCode = 1;
