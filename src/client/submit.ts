import { platform } from '#platform';
import { type Bytes, fromBase64, toBase64, toHex } from '../domain/bytes.ts';
import { type BoxContext, createSealer } from '../domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import { type Id, newId } from '../domain/ids.ts';
import { type Detail, detailRoot, encodeDetail } from '../domain/ledger/detail.ts';
import type { Skeleton } from '../domain/ledger/leaf.ts';
import { encodeOpening } from '../domain/ledger/opening.ts';
import { type Receipt, statementText, verifyReceipt } from '../domain/ledger/receipt.ts';
import { type SignedStatement, type Statement, type StatementType, signStatement } from '../domain/ledger/statement.ts';
import { answers, type Outcome, type Submission } from '../domain/wire.ts';
import type { CaseKey } from './case-keys.ts';
import type { Connection } from './connection.ts';
import type { Disclosure, Draft } from './draft.ts';
import { renewed, underNewest } from './newest-keys.ts';
import { Refused } from './refused.ts';
import { inRequests } from './requests.ts';

export type { Disclosure, Draft };

/** What a statement became: an entry, accepted or denied, with its verified receipt. */
export interface Submitted {
	id: Id;
	index: number;
	signed: SignedStatement;
	skeleton: Skeleton;
	receipt: Receipt;
}

/** How details are boxed, so that one cannot be passed off as another's. */
export function detailContext(statement: Id, generation: number): BoxContext {
	return { what: `detail ${statement}`, purpose: 'detail', generation };
}

/** Signs drafts and brings them into the ledger; resolves with their receipts, verified and kept. A denied one throws its code. */
export async function submit(connection: Connection, drafts: readonly Draft[]): Promise<Submitted[]> {
	const results = await trySubmit(connection, drafts);
	for (const one of results) {
		if (one.skeleton.result !== 'accepted') throw refusal(one);
	}
	return results;
}

/** What a denied entry is thrown as. */
export function refusal(denied: Submitted): CustosError {
	return new Refused(denied);
}

/** The same, but denied entries are results like others. What left no entry throws, after the receipts of the others are kept. */
export async function trySubmit(connection: Connection, drafts: readonly Draft[]): Promise<Submitted[]> {
	const results = await submitEach(connection, drafts);
	return results.map((one) => {
		if (one instanceof CustosError) throw one;
		return one;
	});
}

/**
 * The same, each for itself: an entry, or why there is none. What was refused because its case has a newer key is signed again
 * under that, once.
 */
export async function submitEach(
	connection: Connection,
	drafts: readonly Draft[],
): Promise<(Submitted | CustosError)[]> {
	const first = drafts.map((draft) => underNewest(connection, draft));
	const results = await submitAll(connection, first);
	const asked = new Set<Id>();
	const again: { at: number; draft: Draft }[] = [];
	for (const [at, one] of results.entries()) {
		if (one instanceof CustosError || one.skeleton.result !== 'denied:stale') continue;
		const draft = await renewed(connection, first[at] as Draft, asked);
		if (draft !== undefined) again.push({ at, draft });
	}
	if (again.length === 0) return results;
	const second = await submitAll(
		connection,
		again.map((one) => one.draft),
	);
	for (const [i, { at }] of again.entries()) results[at] = second[i] as Submitted | CustosError;
	return results;
}

async function submitAll(connection: Connection, drafts: readonly Draft[]): Promise<(Submitted | CustosError)[]> {
	const seen = await connection.seen();
	const sealers = new Map<CaseKey, ReturnType<typeof createSealer>>();
	const ready = drafts.map((draft) => prepare(connection, draft, { size: seen.size, root: toHex(seen.root) }, sealers));
	const outcomes = await send(
		connection,
		ready.map((one) => one.submission),
	);
	const submitted: Unconfirmed[] = [];
	const refused = new Map<Id, CustosError>();
	for (const [i, { id, signed }] of ready.entries()) {
		const outcome = outcomes[i] ?? (await awaitOutcome(connection, id));
		if (outcome instanceof CustosError) refused.set(id, outcome);
		else if ('error' in outcome) refused.set(id, new CustosError(outcome.error.code, outcome.error.message));
		else {
			const { receipt } = outcome;
			submitted.push({ id, type: (drafts[i] as Draft).type, index: receipt.index, signed, receipt });
		}
	}
	const confirmed = new Map((await confirm(connection, submitted)).map((one) => [one.id, one]));
	return ready.map(({ id }) => refused.get(id) ?? (confirmed.get(id) as Submitted));
}

/** In as many requests as it takes. When a later one fails, what the earlier ones brought is kept, and the rest fails with it. */
async function send(
	connection: Connection,
	submissions: readonly Submission[],
): Promise<(Outcome | CustosError | null | undefined)[]> {
	const all: (Outcome | CustosError | null | undefined)[] = [];
	for (const statements of inRequests(submissions)) {
		try {
			const { outcomes } = await connection.ask(answers.outcomes, '/v1/statements', { body: { statements } });
			for (const i of statements.keys()) all.push(outcomes[i]);
		} catch (error) {
			if (all.length === 0 || !isCustosError(error)) throw error;
			while (all.length < submissions.length) all.push(error);
			break;
		}
	}
	return all;
}

type Unconfirmed = Omit<Submitted, 'skeleton'> & { type: StatementType };

/** Verifies receipts under the pin, follows their checkpoints, keeps them. */
async function confirm(connection: Connection, submitted: readonly Unconfirmed[]): Promise<Submitted[]> {
	const shown = await connection.proven(() =>
		submitted.map((one) => verifyReceipt(one.signed, one.type, one.receipt, connection.archive.key)),
	);
	await connection.follow(shown.map((one) => one.checkpoint));
	await connection.memory.keep(submitted);
	return submitted.map(({ type: _, ...one }, i) => ({
		...one,
		skeleton: (shown[i] as { skeleton: Skeleton }).skeleton,
	}));
}

function prepare(
	connection: Connection,
	draft: Draft,
	seen: { size: number; root: string },
	sealers: Map<CaseKey, ReturnType<typeof createSealer>>,
): { id: Id; signed: SignedStatement; submission: Submission } {
	const id = newId(platform.randomBytes);
	let disclosed: { forEpoch?: string; forItem?: string } = {};
	let sealed: Bytes | undefined;
	let detail: { root: string; sealed: string } | undefined;
	if (draft.detail !== undefined) {
		const { to, fields } = draft.detail;
		const plain = { seed: platform.randomBytes(32), fields };
		const sealer = sealers.get(to) ?? createSealer(to.publicKey);
		sealers.set(to, sealer);
		sealed = sealer(detailContext(id, to.generation), encodeDetail(plain));
		const { disclose } = draft.detail;
		if (disclose !== undefined) disclosed = { [disclose.as ?? 'forEpoch']: boxed(plain, disclose) };
		detail = { root: toHex(detailRoot(plain)), sealed: toHex(platform.sha256(sealed)) };
	}
	const statement = {
		...draft.fields,
		...disclosed,
		v: 1,
		type: draft.type,
		id,
		origin: connection.archive.origin,
		actor: connection.identity.keys.sign,
		time: connection.now().toISOString(),
		seen,
		...(detail === undefined ? {} : { detail }),
	} as Statement;
	const signed = signStatement(statement, connection.identity.seed);
	return {
		id,
		signed,
		submission: {
			statement: statementText(signed),
			signature: toBase64(signed.signature),
			...(sealed === undefined ? {} : { sealed: toBase64(sealed) }),
			...(draft.prefix === undefined ? {} : { prefix: toBase64(draft.prefix) }),
		},
	};
}

const disclosers = new WeakMap<Bytes, ReturnType<typeof createSealer>>();

function boxed(detail: Detail, { names, to, context }: Disclosure): string {
	const sealer = disclosers.get(to) ?? createSealer(to);
	disclosers.set(to, sealer);
	return toBase64(sealer(context, encodeOpening(detail, names)));
}

/** Asks until the notary has answered; gives up after a minute. */
async function awaitOutcome(connection: Connection, id: Id): Promise<Outcome> {
	const until = performance.now() + 60_000;
	while (performance.now() < until) {
		const { outcome } = await connection.ask(answers.outcome, `/v1/receipts/${id}`);
		if (outcome !== null) return outcome;
	}
	throw new CustosError(
		'unavailable',
		'the notary does not answer: the statement waits and may still be taken in; check the history before repeating it',
	);
}

/** A share released with a receipt, still boxed. Throws `bad-proof` when the receipt of an opening has none. */
export function shareOf(submitted: Submitted): Bytes {
	if (submitted.receipt.share === undefined)
		throw new CustosError('bad-proof', 'the receipt of an opening came without its share');
	return fromBase64(submitted.receipt.share);
}
