import { type Bytes, toBase64, toHex } from '../../src/domain/bytes.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import type { KeyLink } from '../../src/domain/ledger/key-links.ts';
import { buildLeaf, formatSkeleton } from '../../src/domain/ledger/leaf.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { formatProof } from '../../src/domain/ledger/proof.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import { type Statement, type StatementOf, signStatement } from '../../src/domain/ledger/statement.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { platform } from '../../src/domain/platform/node.ts';

// A log without a notary, to be rotated rightly and wrongly.

export const ORIGIN = 'custos/test';
export const seed = (n: number): Bytes => new Uint8Array(32).fill(n) as Bytes;
export const publicOf = (n: number): string => toHex(platform.ed25519Public(seed(n)));
export const vkeyOf = (n: number): string => formatKey(ORIGIN, platform.ed25519Public(seed(n)));
const box = toHex(platform.x25519Public(seed(99)));
export const id = (n: number): string => n.toString(16).padStart(32, '0');
export const [K1, K2, K3, THIEF] = [1, 2, 3, 66] as const;
/** Stewards of the founding are 11 and 12; 13 is nobody. */
export const [ANNA, BORIS, NOBODY, CARD] = [11, 12, 13, 14] as const;

interface Part {
	statement: Statement;
	signature: Bytes;
	skeleton: string;
	leaf: Bytes;
}

/** A log in memory, whose every event is the archive's own. */
export class Log {
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

	/** `n`: its number among the archive's events, where it is not the right one. */
	add(by: number, fields: object, result = 'accepted', n?: number): number {
		const index = this.tree.size;
		const common = { v: 1, id: id(index + 1), origin: ORIGIN, actor: publicOf(by), time: '2026-03-02T09:30:00.000Z' };
		const seen = { size: 0, root: 'ab'.repeat(32) };
		const statement = { ...common, seen, ...fields } as unknown as Statement;
		const signed = signStatement(statement, seed(by));
		const subject = { kind: 'archive' as const, id: 'archive', n: n ?? index + 1 };
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

	get leaves(): Bytes[] {
		return this.#parts.map(({ leaf }) => leaf);
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
