/** What the command line says of the second copy and of what is damaged. */
export const copies = {
	title: 'Stored      ',
	none: 'there is no second copy: what is lost or altered in the store comes back from backups alone',
	copied: 'every object is in the second copy',
	waiting: (objects: number, oldest: string) =>
		`${objects === 1 ? 'one object is' : `${objects} objects are`} not yet in the second copy, the oldest since ${oldest}`,
	read: (percent: number, began: string) => `${percent} % re-read and hashed in the round that began ${began}`,
	notRead: 'nothing re-reads the stored objects',
	trouble: (why: string, since: string) => `${why}, since ${since}`,
	gone: (at: string) => `NOTHING LOOKS AFTER OBJECTS since ${at}`,
	why: (code: string) =>
		({
			unavailable: 'a store does not answer',
			'disk-full': 'no space is left',
			suspended: 'the worker that would say so in the ledger is suspended',
		})[code] ?? `it does not go on (${code})`,
	damaged: (bodies: number, since: string) =>
		`DAMAGED: ${bodies === 1 ? 'one stored body is' : `${bodies} stored bodies are`} missing or altered, the first since ${since}`,
	items: (ids: string) => `of your items: ${ids}`,
	doubted:
		'The archive was asked to read its stored copy again at once: what it finds, and whether a good copy was put back, will stand in the item’s history. Repeat the command in some minutes.',
};
