import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { toBase64, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { deposit } from '../system/live/deposit.ts';
import { entryCount, forge, letter, outcomeOf, post, resultOf } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';

// 18: the API writes what it likes before the notary. Whatever it writes, nothing enters that its actor did not sign.

let live: Live;
let lead: Connection;
let outsider: Connection;
let open: OpenCase;
let item: string;
let before: number;

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	[lead, outsider] = [await live.enrol(), await live.enrol()];
	open = await openCase(lead);
	const intake = await openIntake(lead, open, { received: 'by hand' });
	({ id: item } = await deposit(lead, open, intake, utf8('the gate')));
});
beforeEach(async () => {
	before = await entryCount(live);
});
afterAll(() => live.close());

const opening = () => ({ type: 'item.opened', case: open.id, generation: 1, item, class: 'original' });

/** No entry, and no share anywhere. */
async function nothingCame(): Promise<void> {
	expect(await entryCount(live)).toBe(before);
	expect(live.notary.failure()).toBeUndefined();
}

test('a statement signed by one and filed under another', async () => {
	const one = await letter(outsider, opening());
	await forge(live, [{ letter: one, actor: lead.identity.keys.sign }]);
	expect(resultOf(await outcomeOf(live, { ...one, actor: lead.identity.keys.sign }))).toBe('refused:bad-request');
	await nothingCame();
});

test('a statement that names the lead, signed by an outsider', async () => {
	const one = await letter(outsider, { ...opening(), actor: lead.identity.keys.sign });
	await forge(live, [{ letter: one }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('refused:unauthenticated');
	await nothingCame();
});

test('a true signature under an altered statement, and an altered signature under a true one', async () => {
	const one = await letter(lead, { ...opening(), class: 'working' });
	const altered = { ...one, statement: one.statement.replace('"class":"working"', '"class":"original"') };
	const bent = { ...(await letter(lead, opening())) };
	const signature = Buffer.from(bent.signature, 'base64');
	signature[3] = (signature[3] as number) ^ 1;
	bent.signature = toBase64(signature);
	for (const forged of [
		altered,
		bent,
		{ ...bent, signature: '' },
		{ ...bent, signature: toBase64(new Uint8Array(64)) },
	]) {
		const fresh = { ...forged, id: forged.id };
		await live.sql('delete from outcomes where statement_id = $1', [fresh.id]);
		await forge(live, [{ letter: fresh }]);
		expect(resultOf(await outcomeOf(live, fresh))).toBe('refused:unauthenticated');
	}
	await nothingCame();
});

test('a signature made for a session, used for a statement', async () => {
	const one = await letter(lead, opening());
	const signature = toBase64(platform.ed25519Sign(lead.identity.seed, utf8(`custos/session/v1\n${one.statement}`)));
	await forge(live, [{ letter: { ...one, signature } }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('refused:unauthenticated');
	await nothingCame();
});

test('somebody who is not enrolled', async () => {
	const nobody = { ...outsider, identity: { ...outsider.identity } };
	const seed = platform.randomBytes(32);
	nobody.identity = {
		...nobody.identity,
		seed,
		keys: { ...nobody.identity.keys, sign: Buffer.from(platform.ed25519Public(seed)).toString('hex') },
	};
	const one = await letter(nobody, opening());
	await forge(live, [{ letter: one }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('refused:unauthenticated');
	await nothingCame();
});

test('bytes that are no statement, a fold in the notary’s name, a second founding', async () => {
	const one = await letter(lead, opening());
	const { founding } = lead.archive;
	const letters = [
		{ ...one, id: newId(platform.randomBytes), statement: 'not JSON' },
		{ ...one, id: newId(platform.randomBytes), statement: `${one.statement} ` },
		await letter(lead, {
			type: 'denials.folded',
			person: outsider.identity.keys.sign,
			count: 1,
			root: 'ab'.repeat(32),
		}),
		await letter(lead, {
			...founding,
			id: newId(platform.randomBytes),
			actor: lead.identity.keys.sign,
			stewards: [lead.identity.keys],
		}),
		await letter(lead, { ...opening(), origin: 'custos/elsewhere' }),
	];
	await forge(
		live,
		letters.map((each) => ({ letter: each })),
	);
	for (const each of letters) expect(resultOf(await outcomeOf(live, each))).toMatch(/^refused:/);
	await nothingCame();
});

test('bytes that are not even text', async () => {
	const id = newId(platform.randomBytes);
	const row = {
		actor: lead.identity.keys.sign,
		statement_id: id,
		statement: Uint8Array.of(0xff, 0xfe),
		signature: new Uint8Array(),
		sealed: null,
		prefix: null,
		founding: null,
	};
	await live.context.db.insertInto('pending').values(row).execute();
	await live.sql('notify custos_pending');
	expect(resultOf(await outcomeOf(live, { id, actor: row.actor }))).toBe('refused:bad-request');
	await nothingCame();
});

test('an outsider’s own, truly signed opening is an entry that denies', async () => {
	const one = await letter(outsider, opening());
	await forge(live, [{ letter: one }]);
	const outcome = await outcomeOf(live, one);
	expect(resultOf(outcome)).toBe('denied:not-found');
	expect('receipt' in outcome && outcome.receipt.share).toBeFalsy();
	expect(await entryCount(live)).toBe(before + 1);
});

test('a session sends statements of its own person only', async () => {
	const one = await letter(lead, opening());
	expect(await post(live, outsider, [one])).toMatchObject({ status: 401 });
	await nothingCame();
});
