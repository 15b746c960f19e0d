import { constants } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toHex } from '../../src/domain/bytes.ts';
import { CustosError, type ErrorCode, isCustosError } from '../../src/domain/errors.ts';
import { type Checkpoint, openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { isOfLoss, type Loss, openLoss, openLost } from '../../src/domain/ledger/loss.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import type { Witness } from '../../src/domain/ledger/policy.ts';
import type { Statement } from '../../src/domain/ledger/statement.ts';
import { readEdge, type TileReader } from '../../src/domain/ledger/tiles.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { Held } from '../../src/domain/wire.ts';
import type { Head } from './head.ts';
import type { Refusal } from './witnesses.ts';

export interface GuardParts {
	/** The notary's folder. */
	folder: string;
	/** The log's. */
	key: NoteKey;
	head: { readonly current: Head };
	tiles: TileReader;
	clock: () => Date;
	/** What stewards have stated to be lost. */
	losses: readonly Loss[];
	/** Hears why nothing is appended any more, once. */
	onHeld: (held: Held) => void;
}

/**
 * Whether the log may grow here (decision 0031). Not where this log's own key signed more, or other, entries than it has
 * here: that is shown by a checkpoint, which a witness keeps. A witness that shows none is believed on its bare word
 * until it has cosigned a head of this process: whoever starts from an older copy hears of it before the first entry, and
 * nobody on the line can stop an archive that is at work.
 */
export class Guard {
	readonly #parts: GuardParts;
	readonly #heard = new Set<string>();
	/** Shown by a checkpoint: kept on disk until the log is whole again, or a loss is stated. */
	#shown: Held | undefined;
	readonly #losses: Loss[];
	/** On the word of witnesses, by their names. */
	readonly #said = new Map<string, Held>();

	private constructor(parts: GuardParts) {
		this.#parts = parts;
		this.#losses = [...parts.losses];
	}

	/** With what was shown to an earlier process; unless the log here continues it by now. */
	static async open(parts: GuardParts): Promise<Guard> {
		const guard = new Guard(parts);
		const source = await readFile(heldPath(parts.folder), 'utf8').catch((cause: NodeJS.ErrnoException) => {
			if (cause.code === 'ENOENT') return undefined;
			throw cause;
		});
		if (source === undefined) return guard;
		const held = Held.parse(JSON.parse(source));
		const shown = held.note === null ? undefined : openLost(held.note, parts.key);
		if (shown === undefined || guard.#isLost(shown.size) || (await guard.#holds(shown)))
			await rm(heldPath(parts.folder));
		else {
			guard.#shown = held;
			parts.onHeld(held);
		}
		return guard;
	}

	get held(): Held | undefined {
		return this.#shown ?? this.#said.values().next().value;
	}

	/** Throws `behind` while nothing may be appended. */
	check(): void {
		if (this.held !== undefined) throw new CustosError('behind', inWords(this.held));
	}

	/** False where nothing stands in the way of this statement. */
	concerns(statement: Statement): boolean {
		return this.held !== undefined || statement.type === 'loss.stated';
	}

	/** Why this statement may be no entry now, if so. While the log is held, only the statement of the loss may, and the way to it. */
	async refusal(statement: Statement): Promise<{ code: ErrorCode; message: string } | undefined> {
		if (statement.type !== 'loss.stated')
			return this.held === undefined || leadsToLoss(statement)
				? undefined
				: { code: 'behind', message: inWords(this.held) };
		try {
			const { checkpoint, from } = openLoss(statement, this.#parts.key);
			if (from > this.#parts.head.current.size)
				throw new CustosError('bad-proof', 'what is said to be lost first would be after the end of this log');
			if (await this.#holds(checkpoint))
				throw new CustosError('bad-proof', 'this checkpoint is of this very log: nothing under it is lost');
			return undefined;
		} catch (error) {
			if (!isCustosError(error)) throw error;
			return { code: error.code, message: error.message };
		}
	}

	/** Stewards stated this loss, and it is in the log: what witnesses saw of it stands in the way no more. */
	async lost(loss: Loss): Promise<void> {
		this.#losses.push(loss);
		for (const [name, { size }] of this.#said) if (isOfLoss(loss, size)) this.#said.delete(name);
		if (this.#shown === undefined || !isOfLoss(loss, this.#shown.size)) return;
		await rm(heldPath(this.#parts.folder), { force: true });
		this.#shown = undefined;
	}

	/** This witness has cosigned: from now on its bare word stops nothing. */
	heard(name: string): void {
		this.#heard.add(name);
		this.#said.delete(name);
	}

	/**
	 * Takes in why a witness did not cosign; resolves with why it is in the end. `last` asks it for the checkpoint it
	 * cosigned last of a log.
	 */
	async hear(
		witness: Witness,
		refusal: Refusal,
		last: (origin: string) => Promise<string | undefined>,
	): Promise<Refusal> {
		if (refusal.why !== 'ahead' && refusal.why !== 'other') return refusal;
		const { key, head, clock } = this.#parts;
		const note = await last(key.name);
		const shown = note === undefined ? undefined : this.#opened(note);
		if (shown !== undefined && (await this.#holds(shown))) {
			// It has cosigned nothing but what stands here: it says so itself.
			this.#said.delete(witness.name);
			return refusal;
		}
		const size = shown?.size ?? refusal.size;
		if (this.#isLost(size)) return { why: 'lost', size };
		const held: Held = {
			witness: witness.name,
			entries: head.current.size,
			size,
			root: shown === undefined ? null : toHex(shown.root),
			note: shown === undefined ? null : (note as string),
			since: clock().toISOString(),
		};
		const before = this.held;
		if (shown !== undefined && this.#counts(held)) await this.#keep(held);
		else if (!this.#heard.has(witness.name)) this.#said.set(witness.name, this.#said.get(witness.name) ?? held);
		if (before === undefined && this.held !== undefined) this.#parts.onHeld(this.held);
		return refusal;
	}

	#isLost(size: number): boolean {
		return this.#losses.some((loss) => isOfLoss(loss, size));
	}

	/** True if this log, as it stands here, has exactly that beginning. */
	async #holds({ size, root }: Checkpoint): Promise<boolean> {
		const { head, tiles } = this.#parts;
		if (size > head.current.size) return false;
		return toHex(new Tree(size, await readEdge(size, tiles)).root()) === toHex(root);
	}

	#opened(note: string): Checkpoint | undefined {
		try {
			return openLost(note, this.#parts.key);
		} catch {
			// Whoever wrote that, it was not this log's key: it shows nothing.
			return undefined;
		}
	}

	/** By the key that signs so many entries. Of one that had ended, which somebody else may hold, it weighs as the witness's word. */
	#counts({ note }: Held): boolean {
		try {
			return note !== null && openCheckpoint(note, this.#parts.key).size > 0;
		} catch (error) {
			if (!isCustosError(error, 'bad-proof')) throw error;
			return false;
		}
	}

	/** The longest that was shown, on disk before anything else happens. */
	async #keep(held: Held): Promise<void> {
		if (this.#shown !== undefined && this.#shown.size >= held.size) return;
		const path = heldPath(this.#parts.folder);
		const draft = await open(`${path}.new`, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
		await draft.writeFile(`${JSON.stringify(held)}\n`);
		await draft.sync();
		await draft.close();
		await rename(`${path}.new`, path);
		const folder = await open(dirname(path), constants.O_RDONLY);
		await folder.sync();
		await folder.close();
		this.#shown = held;
	}
}

/** What stands in the way, as the notary says it. */
export function inWords({ witness, size, entries, note }: Held): string {
	const shown = note === null ? 'says that it cosigned' : 'cosigned, and shows it by this log’s own signature,';
	return size > entries
		? `the witness ${witness} ${shown} ${size} entries of this log, and here are ${entries}: it was rolled back or restored, or another notary writes it. Nothing will be appended`
		: `the witness ${witness} ${shown} another history of this log, of ${size} entries. Nothing will be appended`;
}

/** Where several stewards must agree to the statement of a loss. */
function leadsToLoss(s: Statement): boolean {
	return s.type === 'act.approved' || (s.type === 'act.proposed' && s.act.type === 'loss.stated');
}

function heldPath(folder: string): string {
	return join(folder, 'held.json');
}
