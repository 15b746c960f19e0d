import { base32crockford } from '@scure/base';
import { platform } from '#platform';
import { type Bytes, concat, equal, toBase64, toHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { type Hex32, newId } from '../domain/ids.ts';
import { openCheckpoint } from '../domain/ledger/checkpoint.ts';
import { keyByLinks } from '../domain/ledger/key-links.ts';
import { newestText } from '../domain/ledger/log-keys.ts';
import { parseKey } from '../domain/ledger/note.ts';
import { statementText, verifyReceipt } from '../domain/ledger/receipt.ts';
import { type Statement, signStatement } from '../domain/ledger/statement.ts';
import { answers, type Outcome } from '../domain/wire.ts';
import type { Connection } from './connection.ts';
import { createHttp, type Http } from './http.ts';
import { Mistyped } from './mistyped.ts';
import { submit } from './submit.ts';

/**
 * A suspension card: sixteen random bytes that a person gives to somebody they trust. From them, and the name of the
 * log, comes an Ed25519 key that can do one thing: suspend that person, once.
 */

const NAME = utf8('custos/suspension-card/v1\n');
const SECRET = 16;
const CHECK = 4;
/** Before the code in an address, after its `#`. */
export const CARD_LINK = 'suspend:';

/** The code as it is printed: eight groups of four letters and digits, the last bytes of them a check. */
export function formatCard(secret: Uint8Array): string {
	const text = base32crockford.encode(concat(secret, check(secret)));
	return (text.match(/.{4}/g) ?? []).join('-');
}

/** The secret of a code as somebody typed it, or of a text or an address that holds one. Throws `bad-request`. */
export function parseCard(typed: string): Bytes {
	const bad = new Mistyped('this is not a whole suspension code: eight groups of four, as printed');
	const [, found] = /((?:[0-9a-z]{4}[\s-]*){7}[0-9a-z]{4})(?![0-9a-z])/i.exec(lineOf(typed)) ?? [];
	if (found === undefined) throw bad;
	let bytes: Uint8Array;
	try {
		bytes = base32crockford.decode(found.replace(/[\s-]/g, '').toUpperCase());
	} catch {
		throw bad;
	}
	const secret = bytes.slice(0, SECRET) as Bytes;
	if (bytes.length !== SECRET + CHECK || !equal(bytes.slice(SECRET), check(secret))) throw bad;
	return secret;
}

/** Of a whole card or address, the part that is the code. */
function lineOf(typed: string): string {
	const at = typed.indexOf(CARD_LINK);
	return at < 0 ? typed : typed.slice(at + CARD_LINK.length);
}

function check(secret: Uint8Array): Uint8Array {
	return platform.sha256(concat(NAME, secret)).slice(0, CHECK);
}

/** The card's key for one log: of no use for another, and the code itself never leaves the device. */
function cardSeed(secret: Uint8Array, origin: string): Bytes {
	return platform.hmacSha256(secret, concat(NAME, utf8(origin)));
}

/** What its maker is shown, once. */
export interface MadeCard {
	code: string;
	/** Address where whoever holds it uses it; the code stands after the `#`, which goes to no server. */
	link: string;
	card: Hex32;
}

/** Makes a card of one's own; the one before it ends. `server`: where whoever holds it will find the archive. */
export async function makeCard(connection: Connection, server = connection.archive.server): Promise<MadeCard> {
	const secret = platform.randomBytes(SECRET);
	const { origin } = connection.archive;
	const card = toHex(platform.ed25519Public(cardSeed(secret, origin)));
	await submit(connection, [{ type: 'suspension-card.made', fields: { card } }]);
	const code = formatCard(secret);
	return { code, card, link: `${server.replace(/\/+$/, '')}/suspend#${CARD_LINK}${code}` };
}

/** Takes one's card back. */
export async function revokeCard(connection: Connection, card: Hex32): Promise<void> {
	await submit(connection, [{ type: 'suspension-card.revoked', fields: { card } }]);
}

/** A card in the hand of whoever holds it. */
export interface HeldCard {
	person: Hex32;
	/** False once it was used, taken back, or replaced. */
	inForce: boolean;
	suspended: boolean;
	/** Suspends that person. Resolves with the entry, its receipt verified under the key the server shows. */
	use(now: Date): Promise<{ index: number; time: string }>;
}

/**
 * Looks a card up, without an account. `log`: the archive's key, where one knows it from elsewhere. Throws `not-found`
 * when the archive knows no such card, `bad-key` when the server shows another log.
 */
export async function holdCard(server: string, code: string, log?: string): Promise<HeldCard> {
	const secret = parseCard(code);
	const http = createHttp(server);
	const shown = await http.json(answers.archive, '/v1/archive');
	const key = log === undefined || log === shown.log ? parseKey(shown.log) : keyByLinks(parseKey(log), shown.links);
	if (key === undefined || newestText(key) !== shown.log)
		throw new CustosError('bad-key', 'this server shows another archive than the one you know: stop here');
	if (shown.checkpoint === null) throw new CustosError('unavailable', 'the archive has no checkpoint yet');
	const { size, root } = openCheckpoint(shown.checkpoint, key);
	const seed = cardSeed(secret, key.name);
	const card = toHex(platform.ed25519Public(seed));
	const { card: about } = await http.json(answers.card, `/v1/cards/${card}`);
	if (about === null) throw new CustosError('not-found', 'this archive knows no such suspension card');
	return {
		...about,
		async use(now) {
			const statement: Statement = {
				v: 1,
				type: 'person.suspended',
				id: newId(platform.randomBytes),
				origin: key.name,
				actor: card,
				time: now.toISOString(),
				seen: { size, root: toHex(root) },
				person: about.person,
				by: 'card',
			};
			const signed = signStatement(statement, seed);
			const body = { statement: statementText(signed), signature: toBase64(signed.signature) };
			const outcome = await answered(http, body);
			if ('error' in outcome) throw new CustosError(outcome.error.code, outcome.error.message);
			const { skeleton } = verifyReceipt(signed, statement.type, outcome.receipt, key);
			if (skeleton.result !== 'accepted')
				throw new CustosError(
					'denied',
					`the archive refused this card (${skeleton.result.replace('denied:', '')}); the attempt is entry ${outcome.receipt.index} of its ledger`,
				);
			return { index: outcome.receipt.index, time: skeleton.time };
		},
	};
}

/** Sends it until the notary has answered; the same bytes make one entry, however often they come. */
async function answered(http: Http, body: object): Promise<Outcome> {
	const until = performance.now() + 60_000;
	while (performance.now() < until) {
		const { outcome } = await http.json(answers.outcome, '/v1/cards/use', { body });
		if (outcome !== null) return outcome;
	}
	throw new CustosError('unavailable', 'the notary does not answer: try again until it is done');
}
