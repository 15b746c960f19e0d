import type { Words } from './words.ts';

/** 2026-03-01 20:15:00 UTC; what is no such time as it is. */
export function clock(time: string): string {
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*Z$/.test(time)) return time;
	return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** 03:12.000, with hours where there are some; with a sign what is before the beginning that a recording states. */
export function position(at: number): string {
	const ms = Math.round(Math.abs(at));
	const sign = at < 0 && ms > 0 ? '-' : '';
	const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, (ms % 60_000) / 1000];
	const tail = `${String(minutes).padStart(2, '0')}:${seconds.toFixed(3).padStart(6, '0')}`;
	return hours > 0 ? `${sign}${hours}:${tail}` : `${sign}${tail}`;
}

/** A whole number with thin groups: 1 234 567. */
export function grouped(value: number): string {
	return String(value).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}

/** Hexadecimal in groups of eight, so that lines break well and eyes keep their place. */
export function hex(value: string): string {
	return value.match(/.{1,8}/g)?.join(' ') ?? value;
}

/** JSON of unknown shape as one readable text: claims with their basis and confidence, people with what is said of them, lists, pairs. */
export function plain(value: unknown, names: (name: string) => string): string {
	if (value === null || value === undefined) return '–';
	if (Array.isArray(value)) return value.map((one) => plain(one, names)).join(', ') || '–';
	if (typeof value === 'boolean') return names(String(value));
	if (typeof value !== 'object') return String(value);
	const { claim, who, ...rest } = value as { [name: string]: unknown };
	const first = claim ?? who;
	const pairs = Object.entries(claim === undefined || who === undefined ? rest : { who, ...rest })
		.map(([name, member]) => `${names(name)}: ${plain(member, names)}`)
		.join('; ');
	return first === undefined ? pairs || '–' : `${plain(first, names)}${pairs === '' ? '' : ` (${pairs})`}`;
}

/** The same, each of a list by itself where one of them is more than a word. */
export function apart(value: unknown, names: (name: string) => string): string[] {
	const each = Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null);
	return each ? value.map((one) => plain(one, names)) : [plain(value, names)];
}

/** What sort of thing something is, in words where it is one of ours; any other value as it is. */
export function kindInWords(name: string, value: unknown, { kinds }: Words): unknown {
	return name === 'kind' && typeof value === 'string' && Object.hasOwn(kinds, value) ? kinds[value] : value;
}

/** A value of an examination: lengths of time as a person reads them, all else as `plain`. */
export function figure(name: string, value: unknown, names: (name: string) => string): string {
	return name === 'durationMs' && typeof value === 'number'
		? `${grouped(Math.round(value))} (${position(value)})`
		: plain(value, names);
}
