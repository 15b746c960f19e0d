import type { Connection } from '../../../src/client/connection.ts';
import { toBase64, toHex, utf8 } from '../../../src/domain/bytes.ts';
import { canonical, type Json } from '../../../src/domain/canonical.ts';
import { newId } from '../../../src/domain/ids.ts';
import { signedBytes } from '../../../src/domain/ledger/statement.ts';
import { platform } from '../../../src/domain/platform/node.ts';
import type { Outcome, Submission } from '../../../src/domain/wire.ts';
import type { Live } from '../live.ts';

/** A signed statement that no schema has looked at: what somebody with a key can send. */
export interface Letter extends Submission {
	id: string;
	actor: string;
}

/** Signs whatever it is given; `fields` may replace what every statement has, or be wrong. */
export async function letter(person: Connection, fields: { readonly [name: string]: unknown }): Promise<Letter> {
	const seen = await person.seen();
	const statement = {
		v: 1,
		id: newId(platform.randomBytes),
		origin: person.archive.origin,
		actor: person.identity.keys.sign,
		time: person.now().toISOString(),
		seen: { size: seen.size, root: toHex(seen.root) },
		...fields,
	};
	const bytes = utf8(canonical(statement as unknown as Json));
	const signature = toBase64(platform.ed25519Sign(person.identity.seed, signedBytes(bytes)));
	return { id: statement.id, actor: statement.actor, statement: Buffer.from(bytes).toString(), signature };
}

/** What the API is sent: the letter without the names beside it. */
export function submission({ id: _, actor: __, ...sent }: Letter): Submission {
	return sent;
}

export interface Answer {
	status: number;
	// The text is JSON in every answer but ciphertext.
	body: { code?: string; message?: string; time?: string; outcomes?: (Outcome | null)[]; [name: string]: unknown };
	text: string;
}

/** One request as it is, without retries, with this person's session if one is given. */
export async function request(
	live: Live,
	method: string,
	path: string,
	more: {
		as?: Connection | undefined;
		json?: unknown;
		body?: Uint8Array | string;
		headers?: Record<string, string>;
	} = {},
): Promise<Answer> {
	const body = more.json === undefined ? more.body : JSON.stringify(more.json);
	const response = await fetch(live.server + path, {
		method,
		headers: {
			...(more.as === undefined ? {} : { authorization: `Bearer ${await more.as.bearer()}` }),
			...more.headers,
		},
		...(body === undefined ? {} : { body: body as string }),
	});
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
	return { status: response.status, text, body: isJson ? (JSON.parse(text) as Answer['body']) : {} };
}

/** Sends letters through the API. */
export function post(live: Live, as: Connection, letters: readonly Letter[]): Promise<Answer> {
	return request(live, 'POST', '/v1/statements', { as, json: { statements: letters.map(submission) } });
}

/** Lays rows before the notary as the API's own database role: what a broken or bought API can do. */
export async function forge(
	live: Live,
	rows: readonly { letter: Letter; actor?: string; id?: string; prefix?: Uint8Array }[],
): Promise<void> {
	const values = rows.map(({ letter: one, actor, id, prefix }) => ({
		actor: actor ?? one.actor,
		statement_id: id ?? one.id,
		statement: utf8(one.statement),
		signature: Buffer.from(one.signature, 'base64'),
		sealed: one.sealed === undefined ? null : Buffer.from(one.sealed, 'base64'),
		prefix: prefix ?? null,
		founding: null,
	}));
	await live.context.db.insertInto('pending').values(values).execute();
	await live.sql(`notify custos_pending`);
}

/** What became of a statement: waits until the notary has said something. */
export async function outcomeOf(live: Live, { id, actor }: { id: string; actor: string }): Promise<Outcome> {
	const [outcome] = await live.context.outcomes.wait([{ id, actor }], 10_000);
	if (outcome === undefined) throw new Error('the notary said nothing');
	return outcome;
}

/** `accepted`, `denied:…`, or the code of a refusal that left no entry. */
export function resultOf(outcome: Outcome | null | undefined): string {
	if (outcome === null || outcome === undefined) return 'nothing';
	if ('error' in outcome) return `refused:${outcome.error.code}`;
	return (JSON.parse(outcome.receipt.skeleton) as { result: string }).result;
}

/** How many entries there are. */
export async function entryCount(live: Live): Promise<number> {
	const [row] = await live.sql('select count(*)::int as n from ledger.entries');
	return row?.['n'] as number;
}
