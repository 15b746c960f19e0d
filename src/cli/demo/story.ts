import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Summary } from '../../client/case/catalogue.ts';
import { findCase } from '../../client/cases.ts';
import { trySubmit } from '../../client/submit.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
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

/** The whole story with three people. `say` hears one line a step. */
export async function tellStory(
	archive: PrivateArchive,
	footage: string,
	intake: string,
	bag: string,
	screen: Screen,
	say: (who: string, line: string) => void,
): Promise<Outcome> {
	const [investigator, lawyer, outsider] = ['investigator', 'lawyer', 'outsider'].map((name) =>
		personIn(archive.folder, name, screen),
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
		'investigator',
	);
	say('investigator', 'founds the archive; the recovery key is in a file to be taken offline');
	for (const person of [lawyer, outsider]) {
		const { invite } = await investigator.ask('invite', '--role', 'member', '--name', person.name);
		await person.ask('join', String(invite), '--name', person.name);
	}
	await investigator.ask('approve', '--all');
	say('investigator', 'invites two people; they join with keys of their own and are approved');
	await investigator.ask('case', 'new', 'Demonstration', '--prefix', 'DEMO');
	await investigator.ask('case', 'add-member', 'DEMO', 'lawyer', '--role', 'editor');
	say('investigator', 'opens the case DEMO and takes the lawyer in as editor; the outsider is in no case');

	const record = join(archive.folder, 'intake.yaml');
	await writeFile(record, intake);
	say('investigator', 'puts the folder into the case, with its intake record:');
	const { code, said } = await putShown(investigator, screen, footage, record);
	if (code > 1) throw new CustosError('internal', said);
	const items = await examined(investigator, say, screen.signal);
	if (items.length === 0) throw new CustosError('not-found', 'there is no file in the folder that could be taken in');

	const best = [...items].sort((a, b) => (b.summary?.durationMs ?? 0) - (a.summary?.durationMs ?? 0))[0] as Item;
	await pictures(investigator, best, archive.folder, say);
	const opened = await lawyer.ask(
		'get',
		best.item,
		'--purpose',
		'Is this the recording the statement speaks of?',
		'--out',
		join(archive.folder, 'opened'),
	);
	say(
		'lawyer',
		`opens the original of ${named(best)} with a purpose: entry ${opened['entry']}, then the key, then every hash agrees`,
	);
	const { clip, exhibits } = await marks(lawyer, best, items, say);
	const denied = await refused(outsider, lawyer, best, say);

	const bytes = items.reduce((sum, one) => sum + one.size, 0);
	const originals = bytes <= WITH_ORIGINALS ? ['--with-originals'] : [];
	const [authority] = (process.env['TIME_AUTHORITIES'] ?? '').split(/\s+/).filter((one) => one !== '');
	const stamped = authority === undefined ? [] : ['--time-authority', authority];
	say(
		'investigator',
		`makes the signed custody report on the case${originals.length > 0 ? ', with the originals' : ''}:`,
	);
	await investigator.show(
		'report',
		'DEMO',
		'--out',
		bag,
		'--purpose',
		'Demonstration',
		'--recipient',
		'Whoever reads this',
		'--with-origin',
		...originals,
		...stamped,
	);
	const status = Status.parse(await investigator.ask('status'));
	const checked = await lawyer.attempt('--json', 'verify', bag, '--log-key', status.log);
	const verdict = z.object({ result: z.string(), fingerprint: z.string() }).safeParse(readJson(checked.said));
	const verified = checked.code === 0 && verdict.success && verdict.data.result === 'confirmed';
	say(
		'anyone',
		verified
			? 'checks the bag offline against the log key: consistent, and from this archive'
			: `checks the bag: NOT verified: ${checked.said.slice(0, 500)}`,
	);
	return {
		bag,
		items: items.length,
		failed: items.filter((one) => one.state === 'failed').length,
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

/** Waits until every item has been examined, or its examination has failed. */
async function examined(
	person: Person,
	say: (who: string, line: string) => void,
	signal: AbortSignal,
): Promise<Item[]> {
	let last = '';
	const items = Items.parse(await person.ask('ls', '--case', 'DEMO')).items.length;
	for (;;) {
		const [counts] = Status.parse(await person.ask('status', '--case', 'DEMO')).cases;
		const done = (counts?.examined ?? 0) + (counts?.failed ?? 0);
		const line = `examines, in a jail without network: ${done} of ${items}`;
		if (line !== last) say('media worker', line);
		last = line;
		if (done >= items) break;
		await pause(1000, undefined, { signal });
	}
	const all = Items.parse(await person.ask('ls', '--case', 'DEMO')).items;
	for (const one of all.filter(({ state }) => state === 'failed'))
		say('media worker', `could not examine ${named(one)}: it is kept all the same, the reason is in its history`);
	return all;
}

async function pictures(
	person: Person,
	item: Item,
	folder: string,
	say: (who: string, line: string) => void,
): Promise<void> {
	if ((item.summary?.keyframes ?? 0) === 0) return;
	const out = join(folder, 'pictures');
	await person.ask('show', item.item, '--out', out, '--purpose', 'Overview');
	const files = await readdir(out, { recursive: true });
	const { durationMs = 0, videoCodec, width, height } = item.summary ?? {};
	say(
		'investigator',
		`looks at ${named(item)}: ${videoCodec} ${width}x${height}, ${Math.round(durationMs / 1000)} s, ${files.length} pictures and tool reports, without opening the original`,
	);
}

async function marks(
	person: Person,
	item: Item,
	items: readonly Item[],
	say: (who: string, line: string) => void,
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
			'corridor',
			'--note',
			'The part the statement speaks of',
		);
		clip = String(made['clip']);
		say(
			'lawyer',
			`marks ${from} s to ${to} s of it (frames ${made['fromFrame'] ?? '?'} to ${made['toFrame'] ?? '?'}), tagged "corridor"`,
		);
		exhibits.push(String((await person.ask('exhibit', 'add', clip, '--title', 'The corridor'))['label']));
	} else exhibits.push(String((await person.ask('exhibit', 'add', item.item, '--title', 'The document'))['label']));
	const other = items.find((one) => one.item !== item.item);
	if (other !== undefined)
		exhibits.push(String((await person.ask('exhibit', 'add', other.item, '--title', 'For comparison'))['label']));
	say('lawyer', `gives exhibit numbers, never used again: ${exhibits.join(', ')}`);
	return { clip, exhibits };
}

/** The outsider has come to know the ids, and asks for the original all the same. Returns the index of the refusal. */
async function refused(
	outsider: Person,
	member: Person,
	item: Item,
	say: (who: string, line: string) => void,
): Promise<number> {
	const { code } = await outsider.attempt('get', item.item, '--purpose', 'curiosity');
	if (code === 0) throw new CustosError('internal', 'the outsider could open an item');
	const open = await findCase(await member.connect(), 'DEMO');
	const fields = { case: open.id, generation: open.key.generation, item: item.item, class: 'original' as const };
	const [attempt] = await trySubmit(await outsider.connect(), [{ type: 'item.opened', fields }]);
	if (attempt === undefined || attempt.skeleton.result === 'accepted' || attempt.receipt.share !== undefined) {
		throw new CustosError('internal', 'the outsider was given a share of a key');
	}
	say(
		'outsider',
		`asks for the same original and is refused: ${attempt.skeleton.result.replace(':', ', ')}; the attempt is entry ${attempt.index}`,
	);
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
