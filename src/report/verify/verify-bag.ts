import type { Certificate } from 'pkijs';
import { platform } from '#platform';
import { CustosError } from '../../domain/errors.ts';
import type { Acknowledged } from '../../domain/ledger/acknowledgement.ts';
import { type KeySpans, keyOfSpans, keysOfLog, keyText } from '../../domain/ledger/log-keys.ts';
import { formatKey, type NoteKey } from '../../domain/ledger/note.ts';
import type { Policy } from '../../domain/ledger/policy.ts';
import { checkAgreed } from './agreed.ts';
import type { BagReader } from './bag-reader.ts';
import { acknowledgedBy, checkAcknowledged } from './check-acknowledged.ts';
import { checkCaseUco } from './check-case-uco.ts';
import { checkComplete } from './check-complete.ts';
import { checkDisclosed } from './check-disclosed.ts';
import { checkItemFiles } from './check-files.ts';
import { checkFounding, checkOneLog, checkSigners } from './check-one-log.ts';
import { checkDerived, checkIdentity, readReport } from './check-report.ts';
import { checkNote, checkSigned } from './check-signed.ts';
import { type Check, Checks, type CheckWatch } from './checks.ts';
import { COSIGNED, type Cosigned, checkWitnesses, cosigners, readCosigned } from './cosigned.ts';
import { derive } from './derive.ts';
import { checkChoices, withheldIn } from './disclosure.ts';
import type { Evidence } from './evidence.ts';
import { checkExpunged, hasRemains, readRemains, tellsOfExpunged } from './expunged.ts';
import { onceRead } from './hash-file.ts';
import { limitWords } from './limits.ts';
import { checkNothingElse } from './nothing-else.ts';
import { readCheckpoint, readEntries, readPolicy } from './read-evidence.ts';
import { checkManifests } from './read-manifests.ts';
import { checkPlace } from './recorded-place.ts';
import type { Withheld } from './report-model.ts';
import { fingerprint } from './report-note.ts';
import { readRoster } from './roster.ts';
import { checkAuthorities, readStamped, type Stamped, TIMES } from './stamped.ts';

export interface Verdict {
	/**
	 * `failed`: something does not hold, see the checks. `consistent`: all holds, but origin is NOT confirmed, since the log
	 * key came with the bag: compare the fingerprint. `confirmed`: all holds and the log key is the one that was given.
	 */
	readonly result: 'failed' | 'consistent' | 'confirmed';
	readonly checks: readonly Check[];
	/** Of the log key the bag names; empty if it names none. */
	readonly fingerprint: string;
	/** What a verdict does not show, whatever it is, in English; `limitWords` has all but the issuer’s word in every language. */
	readonly notProven: readonly string[];
	/** Of these, what this bag's issuer says and no signed detail covers. */
	readonly onWordOfIssuer: readonly string[];
	/** Details of the case and its items that stayed hashes, or some of their fields: by the entries alone, whatever the report says. */
	readonly withheld: readonly Withheld[];
	/** What a recipient's note says, if one was given and holds; null else. */
	readonly acknowledged: (Acknowledged & { readonly key: string }) | null;
	/** Who cosigned the log, of the policy that was given, else of the bag's own, which proves nothing; null: nobody. */
	readonly witnesses: { by: readonly string[]; of: number; size: number; own: boolean } | null;
}

export interface VerifyOptions {
	/** A vkey of the log that the archive gave by another way, or its fingerprint: its key of today, or one that led to it. */
	readonly logKey?: string;
	/** With it: the log's keys and how far each of them signs, where one knows. */
	readonly keys?: KeySpans;
	/** The witnesses that one believes, and how many of them are enough; logs it names count as log keys that were given. */
	readonly policy?: Policy;
	/** Certificates of time authorities, or of who vouches for them, from elsewhere than the bag. */
	readonly timeRoots?: readonly Certificate[];
	/** A recipient's signed note about this report, or about an earlier one of its case. */
	readonly acknowledgement?: string;
	readonly watch?: CheckWatch;
	readonly signal?: AbortSignal;
}

/** Checks a bag offline, step by step as FORMATS describe it. Rejects with the signal's reason alone. */
export async function verifyBag(reader: BagReader, options: VerifyOptions = {}): Promise<Verdict> {
	const { logKey, policy: believed, watch, signal } = options;
	const logs = believed?.logs.map(({ key }) => formatKey(key.name, key.publicKey)) ?? [];
	const known = options.keys === undefined ? [] : keysOfLog(keyOfSpans(options.keys)).map(keyText);
	const given = logKey === undefined ? logs : [logKey, ...known];
	const checks = new Checks(watch, signal);
	const asserted: string[] = [];
	const withheld: Withheld[] = [];
	let seen: Verdict['witnesses'] = null;
	let acknowledged: Verdict['acknowledged'] = null;
	const progress = new Progress(watch);
	const bag = onceRead(reader, (bytes) => progress.read(bytes), signal);
	await progress.measure(reader);

	await checks.run('manifests', async () => {
		await checkManifests(bag);
		await checkNothingElse(bag);
	});
	const policy = await checks.run('policy', () => readPolicy(bag));
	if (policy === undefined) return verdict();
	if (given.length === 0) checks.leave('log-key', 'no key was given that came by another way: compare the fingerprint');
	else await checks.run('log-key', () => sameKey(bag, policy.key, given, options.keys));
	const checkpoint = await checks.run('checkpoint', () => readCheckpoint(bag, policy.key));
	const entries = (await checks.run('ledger', () => bag.list())) && (await readEntries(bag, policy.key, checks));
	if (checkpoint === undefined || entries === undefined) return verdict();

	const cosigned = (await bag.list()).includes(COSIGNED)
		? await checks.run('cosigned', () => readCosigned(bag, policy.key, policy.policy))
		: undefined;
	const stamped = (await bag.list()).some((path) => path.startsWith(TIMES));
	const stamps = stamped ? await checks.run('times', () => readStamped(bag, policy.key)) : undefined;
	const gone = hasRemains(await bag.list()) ? await checks.run('remains', () => readRemains(bag, policy.key)) : [];
	const evidence: Evidence = { ...policy, checkpoint, entries, gone, cosigned, stamps };
	await checks.run('founding', () => checkFounding(evidence));
	await checks.run('one-log', () => checkOneLog(bag, evidence));
	await witnesses(evidence);
	await authorities(stamps ?? []);
	const report = await checks.run('report', () => readReport(bag));
	if (report === undefined) return verdict();
	const roster = await checks.run('people', () => readRoster(evidence, report.case.id));
	if (roster === undefined) return verdict();

	await checks.run('signers', () => checkSigners(evidence, roster));
	await checks.run('complete', () => checkComplete(evidence, report));
	if (tellsOfExpunged(report, evidence)) await checks.run('expunged', () => checkExpunged(report, evidence));
	await checks.run('identity', () => checkIdentity(report, evidence, roster));
	const disclosed = await checks.run('disclosed', () => {
		checkAgreed(report, evidence, roster);
		checkChoices(report, evidence);
		return checkDisclosed(report, evidence);
	});
	asserted.push(...(disclosed ?? []));
	withheld.push(...withheldIn(evidence));
	const about = { caseId: report.case.id, items: report.items.map((item) => item.id), language: report.language };
	await checks.run('derived', () => checkDerived(report, derive(evidence, roster, about)));
	await checks.run('case-uco', () => checkCaseUco(bag, report));
	const keyframes = report.report.disclosure?.choices.keyframes;
	for (const [i, item] of report.items.entries()) {
		const itemFiles = async (): Promise<void> => {
			await checkItemFiles(bag, item, keyframes);
			await checkPlace(bag, item, report.technical.items[i]);
		};
		await checks.run('files', itemFiles, item.id);
	}
	await checks.run('signed', () => checkSigned(bag, evidence, report, roster));
	await checks.run('note', () => checkNote(bag, report));
	const { acknowledgement: note } = options;
	if (note !== undefined)
		acknowledged =
			(await checks.run('acknowledged', () => checkAcknowledged(bag, note, evidence, report), acknowledgedBy(note))) ??
			null;
	return verdict();

	async function witnesses(evidence: Evidence): Promise<void> {
		const { cosigned: found, entries: all } = evidence;
		if (found !== undefined) seen = cosignedBy(found, believed);
		if (believed !== undefined) {
			const about = seen === null ? null : `${seen.by.length}/${seen.of}`;
			await checks.run('witnesses', () => checkWitnesses(found, believed, all.at(-1)?.index ?? 0), about);
		} else if (found !== undefined)
			checks.leave(
				'witnesses',
				'the witnesses are those the bag names: give a policy of your own',
				`${found.by.length}/${found.of}`,
			);
	}

	async function authorities(found: readonly Stamped[]): Promise<void> {
		const { timeRoots: roots } = options;
		if (roots !== undefined) await checks.run('authorities', () => checkAuthorities(found, roots));
		else if (found.length > 0)
			checks.leave('authorities', 'who the time authorities are is known from the bag alone: give their certificates');
	}

	function verdict(): Verdict {
		progress.end();
		const result = !checks.allOk ? 'failed' : given.length === 0 ? 'consistent' : 'confirmed';
		const print = policy === undefined ? '' : fingerprint(policy.vkey, (data) => platform.sha256(data));
		const notProven = [...Object.values(limitWords.en), ...asserted];
		return {
			result,
			checks: checks.list,
			fingerprint: print,
			notProven,
			onWordOfIssuer: asserted,
			withheld,
			acknowledged,
			witnesses: seen,
		};
	}
}

function cosignedBy(found: Cosigned, believed: Policy | undefined): NonNullable<Verdict['witnesses']> {
	const own = believed === undefined;
	const { size } = found.checkpoint;
	if (own) return { by: found.by.map(({ name }) => name), of: found.of, size, own };
	// A line that does not verify under these keys is the check's to name.
	const names = believed.witnesses.filter((one) => verifies(found.note, { ...believed, witnesses: [one] }));
	return { by: names.map(({ name }) => name), of: believed.witnesses.length, size, own };
}

function verifies(note: string, policy: Policy): boolean {
	try {
		return cosigners(note, policy).length > 0;
	} catch {
		return false;
	}
}

/** A fingerprint is 128 bits of the SHA-256 of the vkey: no other key can be made to have it. */
async function sameKey(
	bag: BagReader,
	key: NoteKey,
	expected: readonly string[],
	known: KeySpans | undefined,
): Promise<void> {
	const found = keysOfLog(key).flatMap((one) => {
		const vkey = keyText(one);
		return [vkey, fingerprint(vkey, (data) => platform.sha256(data))];
	});
	// Whoever knows that a key has ended takes nothing by it that came later.
	if (known !== undefined) await readCheckpoint(bag, keyOfSpans(known));
	if (!expected.some((one) => found.includes(one.trim())))
		throw new CustosError(
			'bad-key',
			'this bag is from another log than the key you gave: its origin is not that archive',
		);
}

/** How far the reading is. Sealed items are read once more, and again when their key is there, to open them. */
class Progress {
	readonly #watch: CheckWatch | undefined;
	#done = 0;
	#total = 0;

	constructor(watch: CheckWatch | undefined) {
		this.#watch = watch;
	}

	/** A bag that cannot be listed is measured as nothing: the first check says why. */
	async measure(bag: BagReader): Promise<void> {
		if (this.#watch?.bytes === undefined) return;
		const paths = await bag.list().catch(() => []);
		const present = new Set(paths);
		for (const path of paths) {
			const sealed = path.endsWith('/item.age');
			const passes = !sealed ? 1 : present.has(path.replace(/item\.age$/, 'item.key')) ? 3 : 2;
			this.#total += passes * (await bag.size(path).catch(() => 0));
		}
	}

	read(bytes: number): void {
		this.#done = Math.min(this.#total, this.#done + bytes);
		this.#watch?.bytes?.(this.#done, this.#total);
	}

	end(): void {
		this.#watch?.bytes?.(this.#total, this.#total);
	}
}
