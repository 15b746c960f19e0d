import { platform } from '#platform';
import { CustosError } from '../../domain/errors.ts';
import type { BagReader } from './bag-reader.ts';
import { checkComplete } from './check-complete.ts';
import { checkDisclosed } from './check-disclosed.ts';
import { checkItemFiles } from './check-files.ts';
import { checkFounding, checkOneLog, checkSigners } from './check-one-log.ts';
import { checkDerived, checkIdentity, readReport } from './check-report.ts';
import { checkNote, checkSigned } from './check-signed.ts';
import { type Check, Checks } from './checks.ts';
import { derive } from './derive.ts';
import type { Evidence } from './evidence.ts';
import { readCheckpoint, readEntries, readPolicy } from './read-evidence.ts';
import { checkManifests } from './read-manifests.ts';
import { fingerprint } from './report-note.ts';
import { readRoster } from './roster.ts';

export interface Verdict {
	/**
	 * `failed`: something does not hold, see the checks. `consistent`: all holds, but origin is NOT confirmed, since the log
	 * key came with the bag: compare the fingerprint. `confirmed`: all holds and the log key is the one that was given.
	 */
	readonly result: 'failed' | 'consistent' | 'confirmed';
	readonly checks: readonly Check[];
	/** Of the log key the bag names; empty if it names none. */
	readonly fingerprint: string;
	/** What a verdict does not show, whatever it is. */
	readonly notProven: readonly string[];
}

const LIMITS: readonly string[] = [
	'that what the footage shows is true, complete or lawful: only that its bytes are unchanged since they were received',
	'what anybody watched: only who was given the means to open an item',
	'what happened to the footage before it was received, and what the depositor kept',
	'claimed times: they are the signers’ own clocks; attested times are the notary’s clock',
	'that the log was not shown differently to others: no witness has cosigned it',
	'refusals beyond the first twenty of an hour by one person: they are counted in entries about that person, not about the item',
	'whether a signer was suspended when the notary took the entry in: entries about people are not in the bag',
	'that report.pdf says the same as report.json: both are signed by the issuer, the second is the one that was checked',
];

/** Checks a bag offline, step by step as FORMATS describe it. `logKey`: the vkey the archive gave by another way. Never throws. */
export async function verifyBag(reader: BagReader, options: { logKey?: string } = {}): Promise<Verdict> {
	const checks = new Checks();
	const notProven = [...LIMITS];
	const bag = rememberList(reader);

	await checks.run('bag: every file is listed, with its hash, and none is missing', () => checkManifests(bag));
	const policy = await checks.run('ledger: the bag names one log key', () => readPolicy(bag));
	if (policy === undefined) return verdict();
	if (options.logKey !== undefined)
		await checks.run('origin: the log key is the one you gave', () => sameKey(policy.vkey, options.logKey as string));
	const checkpoint = await checks.run('checkpoint: signed by the log key', () => readCheckpoint(bag, policy.key));
	const entries =
		(await checks.run('ledger: the files can be listed', () => bag.list())) &&
		(await readEntries(bag, policy.key, checks));
	if (checkpoint === undefined || entries === undefined) return verdict();

	const evidence: Evidence = { ...policy, checkpoint, entries };
	await checks.run('entry 0: founded this log with this key', () => checkFounding(evidence));
	await checks.run('ledger: all entries are of one log', () => checkOneLog(bag, evidence));
	const report = await checks.run('report.json: thirteen sections in canonical form', () => readReport(bag));
	if (report === undefined) return verdict();
	const roster = await checks.run('people: enrolled by stewards', () => readRoster(evidence, report.case.id));
	if (roster === undefined) return verdict();

	await checks.run('people: every signer was enrolled before signing', () => checkSigners(evidence, roster));
	await checks.run('completeness: events 1..n of the case and of every item, none left out', () =>
		checkComplete(evidence, report),
	);
	await checks.run('report.json: issuer, sealed hashes and exhibit numbers are those in the log', () =>
		checkIdentity(report, evidence, roster),
	);
	const asserted = await checks.run('report.json: names, hashes and media data are those in the signed details', () =>
		checkDisclosed(report, evidence),
	);
	const about = { caseId: report.case.id, items: report.items.map((item) => item.id), language: report.language };
	await checks.run('report.json: the custody table is what the entries say', () =>
		checkDerived(report, derive(evidence, roster, about)),
	);
	for (const item of report.items)
		await checks.run(`files of item ${item.id}: what was received`, () => checkItemFiles(bag, item));
	await checks.run('report.signed: the issuer put the hashes of the report into the log', () =>
		checkSigned(bag, evidence, report, roster),
	);
	await checks.run('report.note: signed by the issuer', () => checkNote(bag, report));
	notProven.push(...(asserted ?? []));
	return verdict();

	function verdict(): Verdict {
		const result = !checks.allOk ? 'failed' : options.logKey === undefined ? 'consistent' : 'confirmed';
		const print = policy === undefined ? '' : fingerprint(policy.vkey, (data) => platform.sha256(data));
		return { result, checks: checks.list, fingerprint: print, notProven };
	}
}

function sameKey(found: string, expected: string): void {
	if (found !== expected.trim())
		throw new CustosError(
			'bad-key',
			'this bag is from another log than the key you gave: its origin is not that archive',
		);
}

/** A bag is listed once: it does not change while it is checked, and if it does, reading fails. */
function rememberList(reader: BagReader): BagReader {
	let listed: Promise<string[]> | undefined;
	return {
		list: () => (listed ??= reader.list()),
		read: (path) => reader.read(path),
		stream: (path) => reader.stream(path),
		size: (path) => reader.size(path),
	};
}
