import { useTranslation } from 'react-i18next';

/** Figures in the person's language. Bytes in powers of 1,000 as `custos` shows them, times in UTC. */
export interface Formats {
	count(value: number): string;
	/** As "1.2 GB". */
	bytes(value: number): string;
	/** Date and time to the second, with "UTC": what is compared between countries must mean one moment. */
	time(value: string | Date): string;
	date(value: string | Date): string;
	/** As "18:52:13 UTC", where it is the same day as another time beside it; else as `time`. */
	timeBeside(value: string, other: string): string;
	/** As "3 min 20 s", or "< 1 s": how long something lasts or takes. */
	duration(ms: number): string;
	/** As "00:03:12.480": a place in a recording. */
	timecode(ms: number): string;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Making them costs more than using them a thousand times, and each cell of a table asks for its own. */
const made = new Map<string, Formats>();

/** Formats of one language. */
export function formatsIn(language: string): Formats {
	const formats = made.get(language) ?? makeFormats(language);
	made.set(language, formats);
	return formats;
}

function makeFormats(language: string): Formats {
	const count = new Intl.NumberFormat(language);
	const sizes = UNITS.map(
		(unit) => new Intl.NumberFormat(language, { style: 'unit', unit, maximumSignificantDigits: 3 }),
	);
	const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' };
	const date = new Intl.DateTimeFormat(language, day);
	const ofDay: Intl.DateTimeFormatOptions = {
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23',
		timeZone: 'UTC',
		timeZoneName: 'short',
	};
	const time = new Intl.DateTimeFormat(language, { ...day, ...ofDay });
	const clock = new Intl.DateTimeFormat(language, ofDay);
	// Russian adds "г." to a year, which takes a line of its own on a telephone and says nothing here.
	const plain = (said: string): string => said.replace(/\sг\.(?=,|$)/, '');
	const isSameDay = (one: string, other: string): boolean =>
		date.format(new Date(one)) === date.format(new Date(other));
	const span = (unit: string): Intl.NumberFormat =>
		new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 });
	const spans = { hour: span('hour'), minute: span('minute'), second: span('second') };
	const part = (value: number, unit: keyof typeof spans): string => spans[unit].format(value);
	return {
		count: (value) => count.format(value),
		bytes(value) {
			const step = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3 + 1e-9));
			return (sizes[step] as Intl.NumberFormat).format(value / 1000 ** step);
		},
		time: (value) => plain(time.format(new Date(value))),
		date: (value) => plain(date.format(new Date(value))),
		timeBeside: (value, other) =>
			isSameDay(value, other) ? clock.format(new Date(value)) : plain(time.format(new Date(value))),
		duration(ms) {
			const s = Math.round(ms / 1000);
			if (s === 0 && ms > 0) return `< ${part(1, 'second')}`;
			const [hours, minutes, seconds] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60), s % 60];
			if (hours > 0) return `${part(hours, 'hour')} ${part(minutes, 'minute')}`;
			return minutes > 0 ? `${part(minutes, 'minute')} ${part(seconds, 'second')}` : part(seconds, 'second');
		},
		timecode(ms) {
			const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
			const whole = Math.round(Math.abs(ms));
			const tail = String(whole % 1000).padStart(3, '0');
			// What is before the beginning that a recording states.
			const sign = ms < 0 && whole > 0 ? '-' : '';
			return `${sign}${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1000) % 60)}.${tail}`;
		},
	};
}

/** Formats of the person's language. */
export function useFormats(): Formats {
	const { i18n } = useTranslation();
	return formatsIn(i18n.language);
}
