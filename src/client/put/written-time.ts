/** Nothing but a day, with or without an hour and the difference from UTC: `2026-03-14`, `2026-03-14 21:40 +03:00`. */
const WRITTEN =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(?: *(?:Z|UTC|[+-](\d\d):?(\d\d)))?$/i;

/** False for a day or an hour that no calendar and no clock has, such as `2026-13-45`. Other words are not judged. */
export function canBe(text: string): boolean {
	const match = WRITTEN.exec(text.trim());
	if (match === null) return true;
	const [year, month, day, hour, minute, second, offHour, offMinute] = match.slice(1).map((part) => Number(part ?? 0));
	const date = new Date(Date.UTC(2000, 0, 1));
	date.setUTCFullYear(year as number, (month as number) - 1, day);
	if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return false;
	// A leap second is the 60th.
	const clock = (hour as number) < 24 && (minute as number) < 60 && (second as number) <= 60;
	return clock && (offHour as number) <= 14 && (offMinute as number) < 60;
}
