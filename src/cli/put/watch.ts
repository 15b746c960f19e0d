import type { PutEvent, PutWatch } from '../../client/put/put-options.ts';
import type { Context } from '../context.ts';
import type { Progress } from '../progress.ts';
import { printable } from '../words.ts';
import { reasonInWords } from './reason-words.ts';

/** Lines about same content are many where a disk was copied twice. */
const SAME_SAID = 20;
/** Nothing was kept for so long: probably nobody works. */
const IDLE_MS = 20_000;

export interface ScreenWatch extends PutWatch {
	done(): void;
	/** The second half: items that workers have re-read. */
	keeping(items: number, bytes: number): { kept(bytes: number): void; waiting(ms: number): void; done(): void };
}

/** Shows a put on the screen: bytes, files and remaining time, and a line for whatever is not as usual. */
export function watchOn(context: Context): ScreenWatch {
	const { put } = context.t;
	let progress: Progress | undefined;
	let same = 0;
	// What is sent is padded; people are told of their files' own bytes, of which as large a part is sent.
	let [ownInAll, sealedInAll, sent] = [0, 0, 0];
	const ownSent = (): number => Math.round(ownInAll * Math.min(1, sent / Math.max(1, sealedInAll)));
	const say = (line: string): void => (progress === undefined ? context.say(line) : progress.say(line));

	return {
		counted(totalFiles, sealed, own) {
			progress?.done();
			[ownInAll, sealedInAll, sent] = [own, sealed, 0];
			progress = context.createProgress({ label: put.sending, totalFiles, totalBytes: own });
		},
		sent(bytes) {
			const before = ownSent();
			sent += bytes;
			progress?.add(ownSent() - before);
		},
		received(items) {
			for (let i = 0; i < items; i++) progress?.file();
		},
		noRecord(instead) {
			if (!context.json) say(instead === 'earlier' ? put.earlierRecord : put.noRecord);
		},
		note(event) {
			if (context.json || (event.event === 'same' && ++same > SAME_SAID)) return;
			say(same === SAME_SAID + 1 ? put.moreSame : lineOf(context, event));
		},
		done: () => progress?.done(),
		keeping(totalFiles, totalBytes) {
			if (totalFiles === 0) return { kept: () => {}, waiting: () => {}, done: () => {} };
			const bar = context.createProgress({ label: put.keeping, totalFiles, totalBytes });
			let said = false;
			return {
				kept(bytes) {
					bar.add(bytes);
					bar.file();
				},
				waiting(ms) {
					if (said || ms < IDLE_MS) return;
					said = true;
					bar.say(put.workerMissing);
				},
				done: () => bar.done(),
			};
		},
	};
}

function lineOf(context: Context, { event, path, about }: PutEvent): string {
	const { put } = context.t;
	const [shown, reason] = [printable(path), reasonInWords(context.t, about)];
	if (event === 'resumed') return put.resumed(Number(about));
	if (event === 'changed') return put.changed(shown);
	if (event === 'same') return put.same(shown, printable(about));
	return event === 'failed' ? put.failed(shown, reason) : put.skipped(shown, reason);
}
