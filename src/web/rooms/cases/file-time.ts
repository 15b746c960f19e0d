const made = new Map<string, Intl.DateTimeFormat>();

/** A file's time to the minute, in UTC, short enough for a column. */
export function fileTimeIn(language: string): (ms: number) => string {
	const format = made.get(language) ?? formatIn(language);
	made.set(language, format);
	// Russian puts " г." after the year, which takes the room of the minutes.
	return (ms) => format.format(ms).replace(/\sг\.(?=,)/u, '');
}

function formatIn(language: string): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat(language, {
		year: 'numeric',
		month: 'short',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone: 'UTC',
	});
}
