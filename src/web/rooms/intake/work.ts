import type { OpenCase } from '../../../client/cases.ts';
import { type Completeness, closeIntake, completenessOf, NOT_KEPT } from '../../../client/put/completeness.ts';
import { unwrittenRecord } from '../../../client/put/intake-record.ts';
import { journalSecret } from '../../../client/put/journal.ts';
import { waitUntilKept } from '../../../client/put/kept.ts';
import { handOverLeftBehind } from '../../../client/put/left-behind.ts';
import { noteClosed, put } from '../../../client/put/put.ts';
import type { PutJournal, PutSummary, PutWatch } from '../../../client/put/put-options.ts';
import { type SameBefore, sameBefore } from '../../../client/put/same-before.ts';
import { readCompleteness, type StatedCompleteness } from '../../../client/put/stated.ts';
import { CustosError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { openJournalDb } from '../../put/journal-db.ts';
import { type Listing, listingSource } from '../../put/listing.ts';
import { sealThreads } from '../../put/seal-threads.ts';
import type { Session } from '../../session/session.ts';
import { forgetDelivery, type KeptDelivery, keepDelivery } from './deliveries.ts';
import { FileRows } from './file-rows.ts';
import { askBeforeLeaving, stayAwake } from './leaving.ts';
import { type Patience, withPatience } from './patience.ts';
import { Rate } from './rate.ts';

/** What the ledger says at the end. `entry`: the index of the statement; undefined when there was nothing to take. */
export interface Ending {
	about: Completeness;
	/** What of it the case had before from elsewhere; undefined where that could not be looked up. Not in the statement. */
	before: SameBefore | undefined;
	/** False if nothing of the ledger says what this delivery's record says; undefined if it has none. */
	recordTaken: boolean | undefined;
	entry?: { index: number; at: string; stated: StatedCompleteness };
}

/** `away`: the archive does not answer. `keeping`: all is received, workers read it again. */
export type Phase = 'sending' | 'away' | 'keeping' | 'closing' | 'done' | 'stopped';

/** A work as it is shown. */
export interface Shown {
	readonly phase: Phase;
	/** First what an earlier run began, then everything else. */
	readonly resuming: boolean;
	/** Sealed bytes in the store, of those that are to be sent now. */
	readonly sent: number;
	readonly total: number;
	readonly rate?: number;
	/** Away: when it is tried again. */
	readonly againAt?: number;
	/** Keeping: for how long nothing was kept. */
	readonly idleMs: number;
	readonly error?: unknown;
	readonly ending?: Ending;
}

const FRESH: Shown = { phase: 'sending', resuming: false, sent: 0, total: 0, idleMs: 0 };
/** Often enough to look alive. */
const SHOW_EVERY_MS = 120;
const STOPPED = new CustosError('unavailable', 'stopped by hand');

/** What a work has in hand while it runs. */
interface Running {
	open: OpenCase;
	journal: PutJournal;
	signal: AbortSignal;
}

/** One delivery on its way into a case. Lives as long as the session, whatever page is shown or covered. */
export class IntakeWork {
	readonly delivery: KeptDelivery;
	readonly listing: Listing;
	readonly rows: FileRows;
	readonly #session: Session;
	readonly #rate = new Rate();
	readonly #listeners = new Set<() => void>();
	readonly caseId: Id;
	#stop = new AbortController();
	#shown = FRESH;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#tryNow = (): void => {};

	constructor(session: Session, caseId: Id, delivery: KeptDelivery, listing: Listing) {
		this.#session = session;
		this.caseId = caseId;
		this.delivery = delivery;
		this.listing = listing;
		this.rows = new FileRows(listing);
	}

	get running(): boolean {
		return this.#shown.phase !== 'done' && this.#shown.phase !== 'stopped';
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	readonly shown = (): Shown => this.#shown;

	/** Ends it for now; what is finished stays, and it can be gone on with. */
	stop(): void {
		this.#stop.abort(STOPPED);
	}

	/** Does not wait any longer for the archive to come back. */
	tryNow(): void {
		this.#tryNow();
	}

	/**
	 * Takes everything that is not in the archive yet, or only what failed. Never rejects: how it ended is shown. The case's keys and
	 * the journal's are here as long as it runs.
	 */
	async run(open: OpenCase, options: { retryFailed: boolean }): Promise<void> {
		this.#stop = new AbortController();
		const signal = AbortSignal.any([this.#session.signal, this.#stop.signal]);
		const letGo = [this.#session.hold(), askBeforeLeaving(), stayAwake(signal)];
		this.#shown = FRESH;
		this.#tell();
		const journal: PutJournal = {
			open: () => openJournalDb(this.delivery.name),
			secret: journalSecret(this.#session.identity.seed),
		};
		try {
			this.#change({ phase: 'done', ending: await this.#takeIn({ open, journal, signal }, options.retryFailed) });
		} catch (error) {
			if (this.#stop.signal.aborted) this.#change({ phase: 'stopped' });
			else this.#change({ phase: 'stopped', error });
			this.#session.report(error);
		} finally {
			for (const one of letGo) one();
		}
	}

	async #takeIn({ open, journal, signal }: Running, retryFailed: boolean): Promise<Ending> {
		const { connection } = this.#session;
		const patience: Patience = {
			signal,
			away: (ms, now) => {
				this.#tryNow = now;
				this.#rate.clear();
				this.#change({ phase: 'away', againAt: Date.now() + ms });
			},
			back: () => this.#change({ ...FRESH }),
		};
		const summary = await withPatience(patience, () =>
			put({
				connection,
				open,
				source: listingSource(this.listing),
				// Never the record of an earlier delivery: it may have been another folder of the same name.
				record: this.delivery.about.record ?? unwrittenRecord(),
				journal,
				threads: sealThreads(signal),
				watch: this.#watch(),
				signal,
				retryFailed,
				again: this.delivery.about.again === true,
			}),
		);
		this.#change({ phase: 'keeping', idleMs: 0 });
		// Meanwhile, while the workers do theirs.
		const lookingBack = this.#lookBack(open, summary);
		const received = summary.items.map((one) => one.item);
		await withPatience({ ...patience, back: () => this.#change({ phase: 'keeping' }) }, () =>
			handOverLeftBehind(connection, open, received),
		);
		const notKept = await withPatience({ ...patience, back: () => this.#change({ phase: 'keeping' }) }, () =>
			waitUntilKept(
				connection,
				open.id,
				summary.items.map((one) => one.item),
				{
					kept: (item) => {
						this.rows.kept(item);
						this.#soon();
					},
					waiting: (idleMs) => this.#change({ idleMs }),
					signal,
				},
			),
		);
		for (const item of notKept) this.rows.notKept(item, NOT_KEPT);
		this.#change({ phase: 'closing' });
		return this.#close({ open, journal }, summary, notKept, lookingBack);
	}

	/** A delivery ends as well as it ends, whatever becomes of this. */
	async #lookBack(open: OpenCase, summary: PutSummary): Promise<SameBefore | undefined> {
		try {
			return await sameBefore(this.#session.connection, open, summary);
		} catch (error) {
			this.#session.report(error);
			return undefined;
		}
	}

	async #close(
		{ open, journal }: Pick<Running, 'open' | 'journal'>,
		summary: PutSummary,
		notKept: readonly string[],
		lookingBack: Promise<SameBefore | undefined>,
	): Promise<Ending> {
		const { connection, identity } = this.#session;
		const about = completenessOf(summary, notKept);
		const closed = await closeIntake(connection, open, about);
		const stated = closed && (await readCompleteness(connection, open, closed));
		if (about.intake !== null) {
			const kept = about.kept.map((one) => one.item);
			await noteClosed(journal, about.intake, kept);
		}
		const { name, about: delivery } = this.delivery;
		if (about.failed.length === 0) await forgetDelivery(name);
		else
			await keepDelivery(identity, {
				...this.delivery,
				about: { ...delivery, again: false, failed: about.failed.length },
			});
		const before = await lookingBack;
		const recordTaken = delivery.record === undefined ? undefined : summary.recordTaken;
		if (closed === undefined || stated === undefined) return { about, before, recordTaken };
		return { about, before, recordTaken, entry: { index: closed.index, at: closed.skeleton.time, stated } };
	}

	#watch(): PutWatch {
		return {
			counted: (files, total) => {
				this.#rate.clear();
				this.#change({ sent: 0, total, resuming: false, ...(files === 0 ? { total: 0 } : {}) });
			},
			sent: (bytes) => {
				const sent = this.#shown.sent + bytes;
				this.#rate.add(sent, performance.now());
				this.#shown = { ...this.#shown, sent };
				this.#soon();
			},
			received: () => this.#soon(),
			note: (event) => {
				if (event.event === 'resumed') this.#change({ resuming: true });
				this.rows.note(event);
				this.#soon();
			},
			journalled: (record) => {
				this.rows.journalled(record);
				this.#soon();
			},
		};
	}

	#change(part: Partial<Shown>): void {
		this.#shown = { ...this.#shown, ...part };
		this.#tell();
	}

	/** Draws soon, not for each of thousands of events. */
	#soon(): void {
		this.#timer ??= setTimeout(() => this.#tell(), SHOW_EVERY_MS);
	}

	#tell(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const { rate: _rate, ...rest } = this.#shown;
		const rate = this.#rate.at(performance.now());
		this.#shown = { ...rest, ...(rate === undefined ? {} : { rate }) };
		for (const listener of this.#listeners) listener();
	}
}
