import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteItem } from '../../src/client/case/mark.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { fromHex, text, toHex, utf8 } from '../../src/domain/bytes.ts';
import type { Json } from '../../src/domain/canonical.ts';
import { decodeDetail, fieldHash, fieldSalt } from '../../src/domain/ledger/detail.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { deposit } from '../system/live/deposit.ts';
import { forCourt, madeReport } from '../system/live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { confirms, valuesIn } from './bag-values.ts';

/** Attack 28: whoever holds a report guesses at what is hidden in it, or leaves out what speaks against them. */

let [live, lead, open, bag] = [] as unknown as [Live, Connection, OpenCase, BagReader];
let item: string;
const received = 'from the night guard, at the north gate';
const noted = 'the man in the second bed is a witness';
const film = utf8('a film');

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead, [[await live.enrol(), 'reader']], 'GUL');
	const intake = await openIntake(lead, open, { received });
	item = (await deposit(lead, open, intake, film)).id;
	await noteItem(lead, open, item, { text: noted });
	bag = await madeReport(lead, forCourt(open, [item]));
});
afterAll(() => live.close());

test('what is hidden cannot be confirmed, even by who knows it to the letter', async () => {
	const beside = await valuesIn(bag);
	expect(beside.size).toBeGreaterThan(100);
	for (const [name, value] of [
		['received', received],
		['text', noted],
		['note', noted],
		['name', 'somebody'],
	] as const)
		expect(confirms(name, value, beside), name).toBe(false);
	const everything = await Promise.all((await bag.list()).map((path) => bag.read(path)));
	for (const bytes of everything)
		for (const hidden of [received, noted]) expect(Buffer.from(bytes).includes(hidden)).toBe(false);
});

test('the same guessing finds a field of a detail that is shown', async () => {
	const shown = (await bag.list()).find((path) => path.endsWith('.detail.json')) as string;
	const statement = JSON.parse(text(await bag.read(shown.replace('detail', 'statement')))) as {
		detail: { root: string };
	};
	const { seed, fields } = decodeDetail(await bag.read(shown), fromHex(statement.detail.root));
	const [name, value] = Object.entries(fields)[0] as [string, Json];
	const beside = new Map(await valuesIn(bag));
	// Of a detail with several fields the neighbours' hashes have to be known too: they are what an opening shows.
	const hash = fieldHash({ name, value, salt: fieldSalt(seed, name) });
	beside.set(toHex(hash), hash);
	expect(confirms(name, value, beside)).toBe(true);
});

test('an event that is left out is missed, whichever it is', async () => {
	const whole = await bag.list();
	const logKey = lead.archive.founding.log;
	expect((await verifyBag(bag, { logKey })).result).toBe('confirmed');
	const entries = whole.flatMap((path) => /^data\/ledger\/(\d{6})\.statement\.json$/.exec(path)?.[1] ?? []);
	expect(entries.length).toBeGreaterThan(8);
	for (const entry of entries) {
		const list = async (): Promise<string[]> => whole.filter((path) => !path.startsWith(`data/ledger/${entry}.`));
		const verdict = await verifyBag({ ...bag, list }, { logKey });
		expect(verdict.result, entry).toBe('failed');
		const said = verdict.checks.filter(({ ok, key }) => !ok && key !== 'manifests').map(({ key }) => key);
		expect(
			said.some((key) => ['complete', 'founding', 'signers', 'people', 'derived'].includes(key)),
			`${entry}: ${said.join()}`,
		).toBe(true);
	}
});
