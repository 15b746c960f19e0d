import { durationInWords } from '../client/case/timecode.ts';
import { bytesInWords } from './words.ts';

/** How far a long work is, on stderr: a bar that redraws on a terminal, a line every few seconds elsewhere. */
export interface Progress {
	/** Bytes done since the last call. */
	add(bytes: number): void;
	/** One more file done. */
	file(): void;
	/** A line that stays, above the bar. */
	say(line: string): void;
	/** Draws the last state and leaves the line. Repeating it is fine. */
	done(): void;
}

export interface ProgressOptions {
	label: string;
	/** Without it there is no bar, only figures. */
	totalBytes?: number;
	totalFiles?: number;
}

/** Where it is drawn. */
export interface ProgressScreen {
	write(text: string): void;
	/** Redraws in place when true. */
	terminal: boolean;
	/** Columns, asked at every drawing. */
	width(): number;
	/** Words for "left", in the person's language. */
	left: string;
	nowMs(): number;
}

const DRAW_MS = 100;
const LINE_MS = 5000;
/** The rate is that of about this long. */
const SMOOTH_MS = 8000;

export function progressOn(screen: ProgressScreen, options: ProgressOptions): Progress {
	const begun = screen.nowMs();
	let [bytes, files, drawn, ended] = [0, 0, begun, false];
	const rate = movingRate(begun);

	const state = (): string => {
		const parts: string[] = [];
		const { totalBytes, totalFiles } = options;
		if (totalFiles !== undefined) parts.push(`${files}/${totalFiles}`);
		parts.push(totalBytes === undefined ? bytesInWords(bytes) : `${bytesInWords(bytes)}/${bytesInWords(totalBytes)}`);
		const perSecond = rate.perSecond(screen.nowMs(), bytes);
		if (perSecond > 0) parts.push(`${bytesInWords(perSecond)}/s`);
		const passed = screen.nowMs() - begun;
		if (ended || totalBytes === undefined) parts.push(durationInWords(Math.round(passed / 1000) * 1000));
		else if (perSecond > 0)
			parts.push(`${durationInWords(Math.ceil(Math.max(0, totalBytes - bytes) / perSecond) * 1000)} ${screen.left}`);
		return parts.join('  ');
	};

	const draw = (): void => {
		const text = state();
		if (!screen.terminal) {
			screen.write(`${options.label}  ${text}\n`);
			return;
		}
		const room = screen.width() - options.label.length - text.length - 6;
		const bar =
			options.totalBytes === undefined || room < 8
				? ''
				: `${barOf(bytes / Math.max(1, options.totalBytes), Math.min(30, room))} `;
		screen.write(`\r\x1b[2K${`${options.label} ${bar}${text}`.slice(0, Math.max(20, screen.width() - 1))}`);
	};

	const tick = (): void => {
		const now = screen.nowMs();
		if (ended || now - drawn < (screen.terminal ? DRAW_MS : LINE_MS)) return;
		drawn = now;
		draw();
	};

	return {
		add(count) {
			bytes += count;
			tick();
		},
		file() {
			files++;
			tick();
		},
		say(line) {
			if (screen.terminal) screen.write('\r\x1b[2K');
			screen.write(`${line}\n`);
			if (screen.terminal && !ended) draw();
		},
		done() {
			if (ended) return;
			ended = true;
			draw();
			if (screen.terminal) screen.write('\n');
		},
	};
}

function barOf(part: number, width: number): string {
	const full = Math.round(Math.min(1, part) * width);
	return `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
}

/** Bytes a second over the last seconds, so that a pause shows soon and a burst does not lie. */
function movingRate(begun: number): { perSecond(now: number, bytes: number): number } {
	const marks = [{ now: begun, bytes: 0 }];
	return {
		perSecond(now, bytes) {
			if (now - (marks.at(-1)?.now ?? 0) >= 500) marks.push({ now, bytes });
			while (marks.length > 2 && now - (marks[0]?.now ?? 0) > SMOOTH_MS) marks.shift();
			const first = marks[0] as { now: number; bytes: number };
			return now - first.now < 300 ? 0 : ((bytes - first.bytes) * 1000) / (now - first.now);
		},
	};
}
