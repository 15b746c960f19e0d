import { expect, test } from 'vitest';
import { type Bytes, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { type Act, actHash } from '../../src/domain/ledger/act.ts';
import { openCheckpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { type KeyLink, keyByLinks, takeLinks } from '../../src/domain/ledger/key-links.ts';
import { buildLeaf, formatSkeleton } from '../../src/domain/ledger/leaf.ts';
import {
	fromKey,
	keyOfSpans,
	keysOfLog,
	keyText,
	newestText,
	signerOf,
	spansOf,
} from '../../src/domain/ledger/log-keys.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { formatKey, type NoteKey, parseKey } from '../../src/domain/ledger/note.ts';
import { formatProof } from '../../src/domain/ledger/proof.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import { type Statement, type StatementOf, signStatement } from '../../src/domain/ledger/statement.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { openWord, signWord } from '../../src/domain/ledger/word.ts';
import { platform } from '../../src/domain/platform/node.ts';

// Which key signs what: by the chain of rotations that stewards agreed to, and by nothing else.

const ORIGIN = 'custos/test';
const seed = (n: number): Bytes => new Uint8Array(32).fill(n) as Bytes;
const publicOf = (n: number): string => toHex(platform.ed25519Public(seed(n)));
const vkeyOf = (n: number): string => formatKey(ORIGIN, platform.ed25519Public(seed(n)));
const box = toHex(platform.x25519Public(seed(99)));
const id = (n: number): string => n.toString(16).padStart(32, '0');
const [K1, K2, K3, THIEF] = [1, 2, 3, 66] as const;
/** Stewards of the founding are 11 and 12; 13 is nobody. */
const [ANNA, BORIS, NOBODY, CARD] = [11, 12, 13, 14] as const;

interface Part {
	statement: Statement;
	signature: Bytes;
	skeleton: string;
	leaf: Bytes;
}

/** A log in memory, whose every event is the archive's own. */
class Log {
	readonly tree = new Tree();
	readonly #parts: Part[] = [];
	readonly threshold: number;

	constructor(threshold = 1) {
		this.threshold = threshold;
		this.add(ANNA, {
			type: 'archive.founded',
			log: vkeyOf(K1),
			notary: box,
			recovery: box,
			stewards: [ANNA, BORIS].map((n) => ({ sign: publicOf(n), box })),
			threshold,
		});
	}

	get founding(): StatementOf<'archive.founded'> {
		return this.#parts[0]?.statement as StatementOf<'archive.founded'>;
	}

	add(by: number, fields: object, result = 'accepted'): number {
		const index = this.tree.size;
		const common = { v: 1, id: id(index + 1), origin: ORIGIN, actor: publicOf(by), time: '2026-03-02T09:30:00.000Z' };
		const seen = { size: 0, root: 'ab'.repeat(32) };
		const statement = { ...common, seen, ...fields } as unknown as Statement;
		const signed = signStatement(statement, seed(by));
		const subject = { kind: 'archive' as const, id: 'archive', n: index + 1 };
		const skeleton = formatSkeleton({ v: 1, type: statement.type, time: statement.time, result, subject });
		const salt = new Uint8Array(32);
		const leaf = buildLeaf({
			skeleton,
			skeletonSalt: salt,
			statement: signed.bytes,
			signature: signed.signature,
			statementSalt: salt,
		});
		this.tree.append(leafHash(leaf));
		this.#parts.push({ statement, signature: signed.signature, skeleton, leaf });
		return index;
	}

	note(key: number): string {
		return signCheckpoint({ origin: ORIGIN, size: this.tree.size, root: this.tree.root() }, seed(key));
	}

	entry(index: number, key: number): EntryText {
		const part = this.#parts[index] as Part;
		const signed = signStatement(part.statement, seed(this.#who(part.statement.actor)));
		const salt = '00'.repeat(32);
		const proof = formatProof({ index, path: this.tree.inclusion(index), checkpoint: this.note(key) });
		return {
			statement: new TextDecoder().decode(signed.bytes),
			signature: toBase64(part.signature),
			receipt: { index, skeleton: part.skeleton, salts: [salt, salt], proof },
		};
	}

	#who(actor: string): number {
		return [ANNA, BORIS, NOBODY, CARD].find((n) => publicOf(n) === actor) as number;
	}

	/** Closes `from` in favour of `to`, as `by` signs it, and shows it by a checkpoint that `signer` signs. */
	rotate(by: number, from: number, to: number, more: object = {}, signer = from): KeyLink {
		const index = this.add(by, { type: 'log.rotated', closes: publicOf(from), next: vkeyOf(to), ...more });
		return this.link(index, signer);
	}

	link(index: number, signer: number): KeyLink {
		const before = Array.from({ length: index }, (_, i) => this.entry(i, signer));
		return { closing: this.entry(index, signer), agreed: before };
	}
}

const taken = (log: Log, links: readonly KeyLink[]): NoteKey => {
	const key = parseKey(vkeyOf(K1));
	takeLinks(key, log.founding, links);
	return key;
};
const note = (size: number, key: number): string =>
	signCheckpoint({ origin: ORIGIN, size, root: platform.sha256(utf8(`root ${size}`)) }, seed(key));

test('each key signs its own sizes, and none beyond its end', () => {
	const log = new Log();
	const links = [log.rotate(ANNA, K1, K2)];
	log.add(ANNA, { type: 'person.invited', invite: id(500), role: 'member' });
	links.push(log.rotate(BORIS, K2, K3, { reason: 'suspected' }));
	const key = taken(log, links);
	expect(spansOf(key)).toEqual({
		first: vkeyOf(K1),
		next: [
			{ after: 2, key: vkeyOf(K2) },
			{ after: 4, key: vkeyOf(K3) },
		],
	});
	const right = [K1, K1, K2, K2, K3, K3];
	for (const [i, one] of right.entries()) {
		expect(keyText(signerOf(key, i + 1))).toBe(vkeyOf(one));
		for (const other of [K1, K2, K3, THIEF])
			if (other === one) expect(openCheckpoint(note(i + 1, other), key).size).toBe(i + 1);
			else
				expect(() => openCheckpoint(note(i + 1, other), key)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
	}
	// What the notary says of a log of that size is by whoever signs next.
	const word = { time: '2026-03-02T09:30:00.000Z', size: 2, events: 2 };
	expect(openWord(signWord(word, ORIGIN, seed(K2)), key)).toEqual(word);
	expect(() => openWord(signWord(word, ORIGIN, seed(K1)), key)).toThrow('log key');
	expect(keysOfLog(keyOfSpans(spansOf(key)))).toEqual(keysOfLog(key));
	expect(newestText(key)).toBe(vkeyOf(K3));
	// Who trusts the second key alone believes nothing older.
	const own = fromKey(key, vkeyOf(K2)) as NoteKey;
	expect(() => openCheckpoint(note(1, K1), own)).toThrow('log key');
	expect(fromKey(key, vkeyOf(THIEF))).toBeUndefined();
});

test('a chain may be cut short, not changed, and grows in place', () => {
	const log = new Log();
	const links = [log.rotate(ANNA, K1, K2), log.rotate(ANNA, K2, K3)];
	const key = taken(log, links.slice(0, 1));
	expect(newestText(key)).toBe(vkeyOf(K2));
	// Less is no news; more is.
	expect(takeLinks(key, log.founding, [])).toEqual([]);
	expect(takeLinks(key, log.founding, links).map(({ size }) => size)).toEqual([3]);
	expect(newestText(key)).toBe(vkeyOf(K3));
	const other = new Log();
	other.add(ANNA, { type: 'person.invited', invite: id(500), role: 'member' });
	expect(() => takeLinks(key, log.founding, [other.rotate(ANNA, K1, THIEF)])).toThrow(
		expect.objectContaining({ code: 'forked' }),
	);
	// The second without the first.
	expect(() => taken(log, links.slice(1))).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});

const hostile: readonly [string, () => { log: Log; links: KeyLink[] }][] = [
	[
		'by the next key itself',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K1, THIEF, {}, THIEF)] };
		},
	],
	[
		'by somebody who is no steward',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(NOBODY, K1, THIEF)] };
		},
	],
	[
		'by a steward who was suspended',
		() => {
			const log = new Log();
			log.add(BORIS, { type: 'person.suspended', person: publicOf(ANNA) });
			return { log, links: [log.rotate(ANNA, K1, THIEF)] };
		},
	],
	[
		'by a steward who was suspended, and took that back alone',
		() => {
			const log = new Log();
			log.add(BORIS, { type: 'person.suspended', person: publicOf(ANNA) });
			log.add(ANNA, { type: 'person.reinstated', person: publicOf(ANNA) });
			return { log, links: [log.rotate(ANNA, K1, THIEF)] };
		},
	],
	[
		'by two of whom one had been suspended when he agreed',
		() => {
			const log = new Log(2);
			const act: Act = { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) };
			log.add(BORIS, { type: 'suspension-card.made', card: publicOf(CARD) });
			log.add(CARD, { type: 'person.suspended', person: publicOf(BORIS), by: 'card' });
			log.add(ANNA, { type: 'act.proposed', proposal: id(700), act });
			log.add(BORIS, { type: 'act.approved', proposal: id(700), what: actHash(act) });
			return { log, links: [log.rotate(ANNA, K1, K2, { approval: id(700) })] };
		},
	],
	[
		'by an earlier key, which had ended',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K1, K2), log.rotate(ANNA, K1, THIEF)] };
		},
	],
	[
		'that closes another key',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K3, THIEF, {}, K1)] };
		},
	],
	[
		'back to a key that was used',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K1, K2), log.rotate(ANNA, K2, K1)] };
		},
	],
	[
		'that was refused',
		() => {
			const log = new Log();
			const at = log.add(ANNA, { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) }, 'denied:unapproved');
			return { log, links: [log.link(at, K1)] };
		},
	],
	[
		'that is not the last entry',
		() => {
			const log = new Log();
			const at = log.add(ANNA, { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) });
			log.add(ANNA, { type: 'person.invited', invite: id(500), role: 'member' });
			return { log, links: [log.link(at, K1)] };
		},
	],
	[
		'by one where two must agree',
		() => {
			const log = new Log(2);
			return { log, links: [log.rotate(ANNA, K1, K2)] };
		},
	],
	[
		'by one who names a proposal that nobody else approved',
		() => {
			const log = new Log(2);
			const act: Act = { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) };
			log.add(ANNA, { type: 'act.proposed', proposal: id(700), act });
			return { log, links: [log.rotate(ANNA, K1, K2, { approval: id(700) })] };
		},
	],
];

test.each(hostile)('no rotation %s', (_, make) => {
	const { log, links } = make();
	expect(() => taken(log, links)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});

test('two who agree are enough where two must', () => {
	const log = new Log(2);
	const act: Act = { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) };
	log.add(ANNA, { type: 'act.proposed', proposal: id(700), act });
	log.add(BORIS, { type: 'act.approved', proposal: id(700), what: actHash(act) });
	const links = [log.rotate(BORIS, K1, K2, { approval: id(700) })];
	expect(newestText(taken(log, links))).toBe(vkeyOf(K2));
	// Whoever knows one key alone finds the founding in the links.
	for (const k of [K1, K2]) expect(newestText(keyByLinks(parseKey(vkeyOf(k)), links) as NoteKey)).toBe(vkeyOf(K2));
	expect(keyByLinks(parseKey(vkeyOf(THIEF)), links)).toBeUndefined();
	expect(() => keyByLinks(keyOfSpans({ first: vkeyOf(K1), next: [{ after: 9, key: vkeyOf(K2) }] }), links)).toThrow(
		expect.objectContaining({ code: 'forked' }),
	);
});
