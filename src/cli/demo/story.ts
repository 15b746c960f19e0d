import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Summary } from '../../client/case/catalogue.ts';
import { findCase } from '../../client/cases.ts';
import { trySubmit } from '../../client/submit.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { type Language, type Messages, messagesIn } from '../messages.ts';
import { bytesInWords, printable, shortId } from '../words.ts';
import { type Person, personIn, type Screen } from './person.ts';
import type { PrivateArchive } from './private-archive.ts';

const Status = z.object({
	log: z.string(),
	checkpoint: z.object({ size: z.number() }),
	cases: z.array(
		z.object({ case: z.string(), received: z.number(), kept: z.number(), examined: z.number(), failed: z.number() }),
	),
});
const Items = z.object({
	items: z.array(
		z.object({
			item: z.string(),
			path: z.string(),
			size: z.number(),
			state: z.string(),
			kept: z.boolean(),
			summary: Summary.optional(),
		}),
	),
});
type Item = z.infer<typeof Items>['items'][number];
const Failed = z.object({ failed: z.array(z.unknown()) });

/** Originals go into the bag as well when they are no more than this together. */
const WITH_ORIGINALS = 512 * 2 ** 20;

/** What came of it: the last line of the demonstration. */
export interface Outcome {
	bag: string;
	items: number;
	failed: number;
	entries: number;
	verified: boolean;
	fingerprint: string;
	logKey: string;
	clip: Id | null;
	exhibits: string[];
	denied: number;
}

export interface Story {
	archive: PrivateArchive;
	/** A folder. */
	footage: string;
	/** What is said of it, in YAML. */
	intake: string;
	/** Where the bag is to be. */
	bag: string;
	screen: Screen;
	/** Hears one line a step. */
	say(who: string, line: string): void;
	language: Language;
}

interface Told {
	say: Story['say'];
	t: Messages['demo'];
}

/** The whole story with three people. */
export async function tellStory({ archive, footage, intake, bag, screen, say, language }: Story): Promise<Outcome> {
	const t = messagesIn(language).demo;
	const told = { say, t };
	const [investigator, lawyer, outsider] = [t.investigator, t.lawyer, t.outsider].map((name) =>
		personIn(archive.folder, name, screen, language),
	) as [Person, Person, Person];
	await investigator.ask(
		'init',
		'--server',
		archive.address,
		'--code',
		archive.code,
		'--recovery',
		join(archive.folder, 'recovery.key'),
		'--name',
		investigator.name,
	);
	say(t.investigator, t.founds);
	for (const person of [lawyer, outsider]) {
		const { invite } = await investigator.ask('invite', '--role', 'member', '--name', person.name);
		await person.ask('join', String(invite), '--name', person.name);
	}
	await investigator.ask('approve', '--all');
	say(t.investigator, t.invites);
	await investigator.ask('case', 'new', t.caseTitle, '--prefix', 'DEMO');
	await investigator.ask('case', 'add-member', 'DEMO', lawyer.name, '--role', 'editor');
	say(t.investigator, t.opensCase);

	const record = join(archive.folder, 'intake.yaml');
	await writeFile(record, intake);
	say(t.investigator, t.puts);
	const { code, said } = await putShown(investigator, screen, footage, record);
	if (code > 1) throw new CustosError('internal', said);
	const notTaken = code === 0 ? 0 : await failedAgain(investigator, footage);
	const items = await examined(investigator, told, screen.signal);
	if (items.length === 0) throw new CustosError('not-found', t.noFiles);

	const best = [...items].sort((a, b) => (b.summary?.durationMs ?? 0) - (a.summary?.durationMs ?? 0))[0] as Item;
	await pictures(investigator, best, archive.folder, told);
	const opened = await lawyer.ask('get', best.item, '--purpose', t.question, '--out', join(archive.folder, 'opened'));
	say(t.lawyer, t.opens(named(best), Number(opened['entry'])));
	const { clip, exhibits } = await marks(lawyer, best, items, told);
	const denied = await refused(outsider, lawyer, best, told);

	const bytes = items.reduce((sum, one) => sum + one.size, 0);
	const originals = bytes <= WITH_ORIGINALS ? ['--with-originals'] : [];
	const [authority] = (process.env['TIME_AUTHORITIES'] ?? '').split(/\s+/).filter((one) => one !== '');
	const stamped = authority === undefined ? [] : ['--time-authority', authority];
	say(t.investigator, originals.length > 0 ? t.reportsWithOriginals : t.reports);
	await investigator.show(
		'report',
		'DEMO',
		'--out',
		bag,
		'--purpose',
		t.caseTitle,
		'--recipient',
		t.recipient,
		'--with-origin',
		...originals,
		...stamped,
	);
	const status = Status.parse(await investigator.ask('status'));
	const checked = await lawyer.attempt('--json', 'verify', bag, '--log-key', status.log);
	const verdict = z.object({ result: z.string(), fingerprint: z.string() }).safeParse(readJson(checked.said));
	const verified = checked.code === 0 && verdict.success && verdict.data.result === 'confirmed';
	say(t.anyone, verified ? t.verifies : t.notVerified(checked.said.slice(0, 500)));
	return {
		bag,
		items: items.length,
		failed: notTaken + items.filter((one) => one.state === 'failed').length,
		entries: status.checkpoint.size,
		verified,
		fingerprint: verdict.data?.fingerprint ?? '',
		logKey: status.log,
		clip,
		exhibits,
		denied,
	};
}

/** Files that could not be taken are listed by `put`, which then ends with 1: the story goes on with the others. */
async function putShown(
	person: Person,
	screen: Screen,
	footage: string,
	record: string,
): Promise<{ code: number; said: string }> {
	try {
		await person.show('put', footage, '--case', 'DEMO', '--intake', record);
		return { code: 0, said: '' };
	} catch (error) {
		screen.signal.throwIfAborted();
		const listed = Items.parse(await person.ask('ls', '--case', 'DEMO'));
		return { code: listed.items.length > 0 ? 1 : 2, said: error instanceof Error ? error.message : '' };
	}
}

/** Tries once more what could not be taken; how many files it is that cannot. */
async function failedAgain(person: Person, footage: string): Promise<number> {
	const { said } = await person.attempt('--json', 'put', footage, '--case', 'DEMO', '--retry-failed');
	const answers = said.split('\n').map((line) => Failed.safeParse(readJson(line)).data);
	const answer = answers.find((one) => one !== undefined);
	if (answer === undefined) throw new CustosError('internal', said);
	return answer.failed.length;
}

/** Waits until every item has been examined, or its examination has failed. */
async function examined(person: Person, { say, t }: Told, signal: AbortSignal): Promise<Item[]> {
	let last = '';
	const items = Items.parse(await person.ask('ls', '--case', 'DEMO')).items.length;
	for (;;) {
		const [counts] = Status.parse(await person.ask('status', '--case', 'DEMO')).cases;
		const done = (counts?.examined ?? 0) + (counts?.failed ?? 0);
		const line = t.examines(done, items);
		if (line !== last) say(t.worker, line);
		last = line;
		if (done >= items) break;
		await pause(1000, undefined, { signal });
	}
	const all = Items.parse(await person.ask('ls', '--case', 'DEMO')).items;
	for (const one of all.filter(({ state }) => state === 'failed')) say(t.worker, t.couldNotExamine(named(one)));
	return all;
}

async function pictures(person: Person, item: Item, folder: string, { say, t }: Told): Promise<void> {
	if ((item.summary?.keyframes ?? 0) === 0) return;
	const out = join(folder, 'pictures');
	await person.ask('show', item.item, '--out', out, '--purpose', t.overview);
	const files = await readdir(out, { recursive: true });
	const { durationMs = 0, videoCodec, width, height } = item.summary ?? {};
	const picture = `${videoCodec} ${width}x${height}`;
	say(t.investigator, t.looks(named(item), picture, Math.round(durationMs / 1000), files.length));
}

async function marks(
	person: Person,
	item: Item,
	items: readonly Item[],
	{ say, t }: Told,
): Promise<{ clip: Id | null; exhibits: string[] }> {
	const durationMs = item.summary?.durationMs ?? 0;
	const exhibits: string[] = [];
	let clip: Id | null = null;
	if (durationMs >= 1000) {
		const [from, to] = [durationMs / 4, durationMs / 2].map((ms) => (ms / 1000).toFixed(3)) as [string, string];
		const made = await person.ask(
			'clip',
			'add',
			item.item,
			'--from',
			from,
			'--to',
			to,
			'--tag',
			t.tag,
			'--note',
			t.note,
		);
		clip = String(made['clip']);
		say(t.lawyer, t.marks(from, to, String(made['fromFrame'] ?? '?'), String(made['toFrame'] ?? '?'), t.tag));
		exhibits.push(String((await person.ask('exhibit', 'add', clip, '--title', t.corridor))['label']));
	} else exhibits.push(String((await person.ask('exhibit', 'add', item.item, '--title', t.document))['label']));
	const other = items.find((one) => one.item !== item.item);
	if (other !== undefined)
		exhibits.push(String((await person.ask('exhibit', 'add', other.item, '--title', t.comparison))['label']));
	say(t.lawyer, t.numbers(exhibits.join(', ')));
	return { clip, exhibits };
}

/** The outsider has come to know the ids, and asks for the original all the same. Returns the index of the refusal. */
async function refused(outsider: Person, member: Person, item: Item, { say, t }: Told): Promise<number> {
	const { code } = await outsider.attempt('get', item.item, '--purpose', t.curiosity);
	if (code === 0) throw new CustosError('internal', 'the outsider could open an item');
	const open = await findCase(await member.connect(), 'DEMO');
	const fields = { case: open.id, generation: open.key.generation, item: item.item, class: 'original' as const };
	const [attempt] = await trySubmit(await outsider.connect(), [{ type: 'item.opened', fields }]);
	if (attempt === undefined || attempt.skeleton.result === 'accepted' || attempt.receipt.share !== undefined) {
		throw new CustosError('internal', 'the outsider was given a share of a key');
	}
	say(t.outsider, t.isRefused(attempt.skeleton.result.replace(':', ', '), attempt.index));
	return attempt.index;
}

function named(item: Item): string {
	return `${printable(item.path)} (${shortId(item.item)}, ${bytesInWords(item.size)})`;
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The folder the bag is to be written to: `dir` itself where that is free, else a new folder in it. */
export async function placeForBag(dir: string): Promise<string> {
	const there = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	if (there === undefined) {
		await mkdir(join(dir, '..'), { recursive: true });
		return dir;
	}
	for (let i = 1; ; i++)
		if (!there.includes(i === 1 ? 'bag' : `bag-${i}`)) return join(dir, i === 1 ? 'bag' : `bag-${i}`);
}
