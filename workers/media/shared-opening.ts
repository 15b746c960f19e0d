import type { Connection } from '../../src/client/connection.ts';
import type { Entry, EntryText } from '../../src/domain/ledger/receipt.ts';

interface Asked {
	text: EntryText;
	opened: Promise<Entry>;
	settle: (entry: Promise<Entry> | Entry) => void;
}

/**
 * The connection, opening entries for many callers together: those asked for at the same moment are followed in one go,
 * and the same entry, such as the intake of many items, is checked once. One that does not hold spoils no other.
 */
export function sharedOpening(connection: Connection): Connection {
	let waiting = new Map<string, Asked>();

	const run = async (): Promise<void> => {
		const turn = [...waiting.values()];
		waiting = new Map();
		try {
			const entries = await connection.open(turn.map((one) => one.text));
			for (const [i, one] of turn.entries()) one.settle(entries[i] as Entry);
		} catch {
			for (const one of turn) one.settle(connection.open([one.text]).then(([entry]) => entry as Entry));
		}
	};

	const open = (text: EntryText): Promise<Entry> => {
		const name = JSON.stringify(text);
		const known = waiting.get(name);
		if (known !== undefined) return known.opened;
		const { promise: opened, resolve: settle, reject } = Promise.withResolvers<Entry>();
		if (waiting.size === 0)
			setTimeout(() => {
				run().catch(reject);
			}, 0);
		waiting.set(name, { text, opened, settle });
		return opened;
	};

	return { ...connection, open: (texts) => Promise.all(texts.map(open)) };
}
