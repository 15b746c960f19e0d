import { toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { detailRoot, encodeDetail } from '../../src/domain/ledger/detail.ts';
import { buildLeaf, formatSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { formatProof } from '../../src/domain/ledger/proof.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import {
	type Statement,
	type StatementOf,
	type StatementType,
	signStatement,
} from '../../src/domain/ledger/statement.ts';
import { consistencyProof } from '../../src/domain/ledger/tiles.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { DisclosedEntry } from '../../src/report/report-input.ts';

/** A person with keys made from a word, so that every run makes the same archive. */
export class Person {
	readonly seed: Uint8Array;
	readonly sign: string;
	readonly box: string;

	constructor(word: string) {
		this.seed = platform.sha256(utf8(`sign ${word}`));
		this.sign = toHex(platform.ed25519Public(this.seed));
		this.box = toHex(platform.x25519Public(platform.sha256(utf8(`box ${word}`))));
	}
}

/** 128 bits from a word. */
export const id = (word: string): string => toHex(platform.sha256(utf8(word))).slice(0, 32);
export const hash = (word: string): string => toHex(platform.sha256(utf8(word)));

interface Stored {
	statement: string;
	signature: string;
	skeleton: string;
	salts: [string, string];
	detail: DisclosedEntry['detail'];
}

type Body<T extends StatementType> = Omit<
	StatementOf<T>,
	'v' | 'type' | 'id' | 'origin' | 'actor' | 'time' | 'seen' | 'detail'
>;
export interface About {
	subject: { kind: Skeleton['subject']['kind']; id: string };
	result?: string;
	detail?: { readonly [name: string]: Json };
	exhibit?: number;
	/** Skips numbers of the subject: an event that a forger leaves out. */
	n?: number;
	/** Files the entry as another type than it is. */
	type?: StatementType;
}

/** A whole log in memory: what a notary would have written, without a database. */
export class Archive {
	readonly seed: Uint8Array;
	readonly vkey: string;
	readonly origin: string;
	readonly tree = new Tree();
	readonly stored: Stored[] = [];
	readonly #leaves: Uint8Array<ArrayBuffer>[] = [];
	readonly #counts = new Map<string, number>();
	#clock = Date.parse('2026-03-01T20:15:00.000Z');

	constructor(word: string, origin = 'archive.example/log') {
		this.seed = platform.sha256(utf8(`log ${word}`));
		this.origin = origin;
		this.vkey = formatKey(origin, platform.ed25519Public(this.seed));
	}

	/** Signs, opens a leaf, appends. Returns the index. */
	append<T extends StatementType>(type: T, actor: Person, body: Body<T>, about: About): number {
		const index = this.tree.size;
		this.#clock += 61_300;
		const key = `${about.subject.kind}/${about.subject.id}`;
		const n = about.n ?? (this.#counts.get(key) ?? 0) + 1;
		this.#counts.set(key, n);
		const seed = platform.sha256(utf8(`detail ${index}`));
		const detail = about.detail && { seed, fields: about.detail };
		const statement = {
			v: 1,
			type,
			id: id(`statement ${index}`),
			origin: this.origin,
			actor: actor.sign,
			time: new Date(this.#clock - 850).toISOString(),
			seen: { size: index, root: toHex(this.tree.root()) },
			...(detail && {
				detail: { root: toHex(detailRoot(detail)), sealed: toHex(platform.sha256(encodeDetail(detail))) },
			}),
			...body,
		} as unknown as Statement;
		const signed = signStatement(statement, actor.seed);
		const skeleton = formatSkeleton({
			v: 1,
			type: about.type ?? type,
			time: new Date(this.#clock).toISOString(),
			result: about.result ?? 'accepted',
			subject: { ...about.subject, n },
			...(about.exhibit !== undefined && { exhibit: about.exhibit }),
		});
		const salts: [Uint8Array, Uint8Array] = [
			platform.sha256(utf8(`salt 1 ${index}`)),
			platform.sha256(utf8(`salt 2 ${index}`)),
		];
		const leaf = buildLeaf({
			skeleton,
			skeletonSalt: salts[0],
			statement: signed.bytes,
			signature: signed.signature,
			statementSalt: salts[1],
		});
		this.#leaves.push(leafHash(leaf));
		this.tree.append(leafHash(leaf));
		this.stored.push({
			statement: canonical(statement as unknown as Json),
			signature: toBase64(signed.signature),
			skeleton,
			salts: [toHex(salts[0]), toHex(salts[1])],
			detail: detail && { seed: toHex(seed), fields: detail.fields },
		});
		return index;
	}

	/** Lets so many days pass. */
	wait(days: number): void {
		this.#clock += days * 86_400_000;
	}

	checkpoint(size = this.tree.size): string {
		return signCheckpoint({ origin: this.origin, size, root: this.#treeOf(size).root() }, this.seed);
	}

	/** The entry with a proof under the checkpoint of `size`. */
	entry(index: number, size = this.tree.size): EntryText {
		const { statement, signature, skeleton, salts } = this.stored[index] as Stored;
		const proof = formatProof({ index, path: this.#treeOf(size).inclusion(index), checkpoint: this.checkpoint(size) });
		return { statement, signature, receipt: { index, skeleton, salts, proof } };
	}

	disclosed(index: number): DisclosedEntry {
		return { entry: this.entry(index), detail: (this.stored[index] as Stored).detail };
	}

	/** The events of a subject so far, in order. */
	history(kind: string, subject: string): number[] {
		return this.stored.flatMap(({ skeleton }, index) => {
			const about = (JSON.parse(skeleton) as Skeleton).subject;
			return about.kind === kind && about.id === subject ? index : [];
		});
	}

	growth(from: number, to = this.tree.size): Promise<Uint8Array[]> {
		return consistencyProof(from, to, async (level, low, high) => {
			const width = 256 ** level;
			return Array.from({ length: high - low }, (_, i) =>
				this.#treeOf((low + i + 1) * width, (low + i) * width).root(),
			);
		});
	}

	#treeOf(size: number, from = 0): Tree {
		const tree = new Tree();
		for (const leaf of this.#leaves.slice(from, size)) tree.append(leaf);
		return tree;
	}
}
