import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteItem } from '../../src/client/case/mark.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { connect as connectDatabase } from '../../src/db/connect.ts';
import { type Bytes, utf8 } from '../../src/domain/bytes.ts';
import { askTime } from '../../src/domain/time/ask-time.ts';
import { certificatesIn, tokenIn } from '../../src/domain/time/time-token.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import type { ReportChoices } from '../../src/report/gather/report-choices.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { readReport } from '../../src/report/verify/check-report.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { TIMES } from '../../src/report/verify/stamped.ts';
import { type Verdict, verifyBag } from '../../src/report/verify/verify-bag.ts';
import { Stamping } from '../../workers/notary/stamping.ts';
import { deposit } from './live/deposit.ts';
import { forCourt, madeReport } from './live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { needs } from './needs.ts';
import { databaseUrl } from './postgres-url.ts';
import { opensslThere, type TimeAuthority, timeAuthority } from './time-authority.ts';

/** A report whose log was stamped by two real time authorities, twice: what is attested from outside, and to whom. */

const run = promisify(execFile);
let [live, first, second] = [] as unknown as [Live, TimeAuthority, TimeAuthority];
let [lead, open] = [] as unknown as [Connection, OpenCase];
let [bag, report] = [] as unknown as [BagReader, CustodyReport];
let item: string;

const choices = (): ReportChoices => forCourt(open, [item], { withNotes: true });

beforeAll(async () => {
	if (!opensslThere) return;
	[live, first, second] = await Promise.all([startLive(), timeAuthority(), timeAuthority('Another Time')]);
	const notary = connectDatabase(databaseUrl({ ...live.database.connection, user: 'custos_notary' }), { max: 1 });
	const authorities = [first.url, second.url];
	const stamping = new Stamping({ db: notary.db, authorities, clock: () => new Date() });
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead, [], 'GUL');
	const intake = await openIntake(lead, open, { received: 'by hand' });
	item = (await deposit(lead, open, intake, utf8('a film'))).id;
	await stamping.round();
	await noteItem(lead, open, item, { text: 'after the first stamp' });
	await stamping.round();
	await noteItem(lead, open, item, { text: 'after the last' });
	await notary.pool.end();
	const timestamp = async (signature: Bytes): Promise<Uint8Array> => {
		const stamped = await askTime(fetch, first.url, signature, new AbortController().signal);
		if (typeof stamped === 'string') throw new Error(stamped);
		return tokenIn(stamped.answer);
	};
	bag = await madeReport(lead, { ...choices(), timestamp });
	report = await readReport(bag);
});
afterAll(async () => {
	await Promise.all([live?.close(), first?.close(), second?.close()]);
});

const logKey = (): string => lead.archive.founding.log;
const state = ({ checks }: Verdict, key: string): string | undefined => checks.find((one) => one.key === key)?.state;
const stampFiles = async (): Promise<string[]> => (await bag.list()).filter((path) => path.startsWith(TIMES));

test('every entry that was stamped has the earliest time from outside, never mixed with the others', async ({
	skip,
}) => {
	needs(opensslThere, 'openssl', skip);
	const notes = report.custody.filter(({ event }) => event === 'item.noted');
	expect(notes).toHaveLength(2);
	const [before, after] = notes as [CustodyReport['custody'][number], CustodyReport['custody'][number]];
	const received = report.custody.find(({ event }) => event === 'item.received');
	expect(Date.parse(received?.stamped ?? '')).toBeLessThanOrEqual(Date.parse(before.stamped ?? ''));
	expect(after.stamped).toBeNull();
	expect(after.attested).not.toBe('');
	expect(report.integrity.timestamps).toHaveLength(4);
	expect(report.integrity.timestamps.filter((line) => line.includes('CN=Another Time Signer'))).toHaveLength(2);
});

test('the bag holds each stamped checkpoint once, and what was previewed', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const files = await stampFiles();
	expect(files.filter((path) => path.endsWith('.checkpoint'))).toHaveLength(2);
	expect(files.filter((path) => path.endsWith('.tsr'))).toHaveLength(4);
	const outgoing = await previewReport(lead, choices());
	for (const path of files) expect(outgoing.map((one) => one.path)).toContain(path);
});

test('who the authorities are is confirmed by their certificates alone', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const unknown = await verifyBag(bag, { logKey: logKey() });
	expect(unknown.result).toBe('confirmed');
	expect([state(unknown, 'times'), state(unknown, 'authorities')]).toEqual(['pass', 'unconfirmed']);
	const both = await verifyBag(bag, { logKey: logKey(), timeRoots: certificatesIn(first.ca + second.ca) });
	expect([both.result, state(both, 'authorities')]).toEqual(['confirmed', 'pass']);
	const one = await verifyBag(bag, { logKey: logKey(), timeRoots: certificatesIn(first.ca) });
	expect([one.result, state(one, 'authorities')]).toEqual(['failed', 'fail']);
});

test('the signature in report.pdf carries a token of the time authority, which openssl reads', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const pdf = Buffer.from(await bag.read('data/report.pdf'));
	const contents = /\/Contents <([0-9a-f]+)>/i.exec(pdf.toString('latin1'))?.[1] ?? '';
	const [signature, token] = [join(first.folder, 'pdf.p7s'), join(first.folder, 'pdf.token')];
	await writeFile(signature, Buffer.from(contents, 'hex'));
	const at = (await run('openssl', ['asn1parse', '-inform', 'DER', '-in', signature])).stdout.split('\n');
	const line = at.findIndex((one) => one.includes('id-smime-aa-timeStampToken'));
	// Then the SET of its values, and in it the token.
	const offset = /^ *(\d+):/.exec(at[line + 2] ?? '')?.[1] ?? '';
	expect(line).toBeGreaterThan(0);
	const head = Number(/hl=(\d+)/.exec(at[line + 2] ?? '')?.[1]) + Number(/ l= *(\d+)/.exec(at[line + 2] ?? '')?.[1]);
	await writeFile(token, Buffer.from(contents, 'hex').subarray(Number(offset), Number(offset) + head));
	const shown = await run('openssl', ['ts', '-reply', '-token_in', '-in', token, '-text']);
	expect(shown.stdout).toContain('Time stamp:');
});

test('openssl confirms each token over the checkpoint beside it', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const authorities = join(first.folder, 'both.pem');
	await writeFile(authorities, first.ca + second.ca);
	for (const path of (await stampFiles()).filter((one) => one.endsWith('.tsr'))) {
		const [token, note] = [join(first.folder, 'bag.tsr'), join(first.folder, 'bag.checkpoint')];
		await writeFile(token, await bag.read(path));
		await writeFile(note, await bag.read(path.replace(/\.\d\.tsr$/, '.checkpoint')));
		const { stdout } = await run('openssl', ['ts', '-verify', '-data', note, '-in', token, '-CAfile', authorities]);
		expect(stdout).toContain('Verification: OK');
	}
});

test('a token of the other checkpoint, missing ones and what is no token are noticed', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const files = await stampFiles();
	const tokens = files.filter((path) => path.endsWith('.tsr'));
	const [one, other] = [tokens[0] as string, tokens[2] as string];
	const seen = async (change: Partial<BagReader>): Promise<string | undefined> => {
		const verdict = await verifyBag({ ...bag, ...change }, { logKey: logKey() });
		expect(verdict.result).toBe('failed');
		return verdict.checks.find(({ key, ok }) => !ok && key !== 'manifests')?.reason;
	};
	expect(await seen({ read: (path) => bag.read(path === one ? other : path) })).toContain('over other bytes');
	const fewer = (await bag.list()).filter((path) => !path.startsWith(TIMES));
	expect(await seen({ list: async () => fewer })).toContain('custody table');
	const foreign = { ...bag, read: (path: string) => bag.read(path === one ? 'data/ledger/checkpoint' : path) };
	expect((await verifyBag(foreign)).checks.find(({ key }) => key === 'times')?.reason).toContain('cannot be read');
});
