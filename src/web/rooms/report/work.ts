import { usualAuthority } from '../../../client/time.ts';
import { CustosError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import type { ReportChoices } from '../../../report/gather/report-choices.ts';
import type { SavePlace } from '../../parts/place.ts';
import { whyNotWritten } from '../../parts/save-place.ts';
import { outliving } from '../../session/outliving.ts';
import type { Session } from '../../session/session.ts';
import { until } from '../../session/until.ts';
import { askBeforeLeaving, stayAwake } from '../intake/leaving.ts';
import { reportAssets } from './assets.ts';

/** A report that is being made or was made; it outlives the page that began it, and the idle lock. */
export interface Work {
	readonly at: 'making' | 'done' | 'failed' | 'stopped';
	readonly case: Id;
	readonly name: string;
	readonly kind: SavePlace['kind'];
	readonly items: number;
	/** Items opened, gathered. */
	readonly opened: number;
	readonly gathered: number;
	/** Bytes of footage, open and sealed; 0 until known. */
	readonly total: number;
	readonly wrote: number;
	/** Bytes of the zip so far. */
	readonly zipped: number;
	readonly writingSince?: number;
	readonly error?: unknown;
	/** Whose certificate the time from outside was signed with, as it names them. */
	readonly stampedBy?: string;
	readonly made?: { report: Id; index: number };
	/** What was written, where it can be read back. */
	readonly file?: File;
}

interface Held {
	work: Work;
	stop: AbortController;
}

const works = outliving<Held>();

/** Why a report broke off when its maker said so. */
const STOPPED = 'the report was stopped';

/** Makes a report into the place. Never rejects: what came of it stands in the work. */
export async function makeInto(
	session: Session,
	choices: ReportChoices,
	{ name, timeAuthority }: { name: string; timeAuthority: string | null | undefined },
	place: SavePlace,
): Promise<void> {
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, session.signal]);
	const common = { case: choices.open.id, name, kind: place.kind, items: choices.items.length };
	const held: Held = { stop, work: { at: 'making', ...common, opened: 0, gathered: 0, total: 0, wrote: 0, zipped: 0 } };
	const update = (change: Partial<Work>): void => {
		held.work = { ...held.work, ...change };
		works.set(session, held);
	};
	works.set(session, held);
	const letGo = [session.hold(), askBeforeLeaving(), stayAwake(signal)];
	try {
		const [{ makeReport }, { zipBag }, { timestampBy }, assets] = await Promise.all([
			import('../../../report/gather/make-report.ts'),
			import('../../../report/zip-sink.ts'),
			import('./timestamp.ts'),
			reportAssets(signal),
		]);
		const bag = zipBag('custody-report', new Date());
		const counted = new TransformStream<Uint8Array, Uint8Array>({
			transform(piece, controller) {
				update({ zipped: held.work.zipped + piece.length });
				controller.enqueue(piece);
			},
		});
		const saved = bag.readable.pipeThrough(counted).pipeTo(place.sink);
		// Heard below; a failure here first shows as one of the bag.
		saved.catch(() => undefined);
		try {
			const line = until(session.connection, signal);
			const wish = wishOf(choices, signal, held, update);
			const authority = timeAuthority === undefined ? await usualAuthority(line) : timeAuthority;
			const timestamp = authority && timestampBy(line, authority, signal, (stampedBy) => update({ stampedBy }));
			const made = await makeReport(line, { ...wish, ...(timestamp && { timestamp }) }, { sink: bag, assets });
			await bag.close();
			await saved;
			const file = await place.finish();
			update({ at: 'done', made, ...(file === undefined ? {} : { file }) });
		} catch (error) {
			await bag.abort(error).catch(() => undefined);
			await saved.catch(() => undefined);
			throw error;
		}
	} catch (error) {
		await place.sink.abort(error).catch(() => undefined);
		await place.discard();
		if (stop.signal.aborted) update({ at: 'stopped' });
		else {
			session.report(error);
			update({ at: 'failed', error: whyNotWritten(error) });
		}
	} finally {
		for (const one of letGo) one();
	}
}

function wishOf(choices: ReportChoices, signal: AbortSignal, held: Held, update: (change: Partial<Work>) => void) {
	return {
		...choices,
		opened() {
			signal.throwIfAborted();
			update({ opened: held.work.opened + 1 });
		},
		item() {
			signal.throwIfAborted();
			update({ gathered: held.work.gathered + 1 });
		},
		total: (total: number) => update({ total, writingSince: performance.now() }),
		wrote(bytes: number) {
			signal.throwIfAborted();
			update({ wrote: held.work.wrote + bytes });
		},
	};
}

/** Ends a report that is being made; nothing of it is left at its place. */
export function stopWork(session: Session): void {
	works.of(session)?.stop.abort(new CustosError('unavailable', STOPPED));
}

/** Forgets a report that is over. */
export function closeWork(session: Session): void {
	if (works.of(session)?.work.at !== 'making') works.set(session, undefined);
}

/** This person's report, as it goes. */
export function useWork(): Work | undefined {
	return works.use((held) => held?.work);
}
