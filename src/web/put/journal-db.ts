import type { JournalStore } from '../../client/put/ports.ts';
import { type Bytes, concat } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { type IntakeDb, intakeDb } from './intake-db.ts';

/** Opens or makes a journal in this browser. Throws `conflict` while another page has it. */
export async function openJournalDb(name: string): Promise<JournalStore> {
	const release = await onlyOne(name);
	try {
		return await openAlone(await intakeDb(), name, release);
	} catch (error) {
		await release();
		throw error;
	}
}

async function openAlone(db: IntakeDb, name: string, release: () => Promise<void>): Promise<JournalStore> {
	const all = IDBKeyRange.bound([name, 0], [name, Number.MAX_SAFE_INTEGER]);
	const change = () => db.transaction('journal', 'readwrite', { durability: 'strict' });
	const last = (await db.getAllKeys('journal', all)).at(-1);
	let next = last === undefined ? 0 : last[1] + 1;
	let end: number | undefined;
	let closed = false;
	return {
		async read() {
			const whole = concat(...(await db.getAll('journal', all)));
			end = whole.length;
			return whole;
		},
		async truncate(size) {
			// A transaction is stored whole or not at all, so there is hardly ever anything to cut.
			if (size === end) return;
			end = size;
			const cut = change();
			let begin = 0;
			for (let at = await cut.store.openCursor(all); at !== null; at = await at.continue()) {
				const { length } = at.value;
				if (begin >= size) await at.delete();
				else if (begin + length > size) await at.update(at.value.slice(0, size - begin));
				begin += length;
			}
			await cut.done;
		},
		async append(bytes) {
			// What a run that was stopped hears of late may not stand in the way of the next run, which begins at the same place.
			if (closed) throw new CustosError('unavailable', 'this journal is closed');
			const add = change();
			await Promise.all([add.store.add(new Uint8Array(bytes) as Bytes, [name, next]), add.done]);
			next += 1;
		},
		async close() {
			closed = true;
			await release();
		},
	};
}

/** Makes sure that no other page of this browser works on this journal; the browser lets go of it when the page ends. */
async function onlyOne(name: string): Promise<() => Promise<void>> {
	return new Promise((resolve, reject) => {
		const held = navigator.locks.request(`custos-put ${name}`, { ifAvailable: true }, async (lock) => {
			if (lock === null)
				throw new CustosError('conflict', 'another page is taking this folder into the same case already');
			await new Promise<void>((release) => {
				resolve(async () => {
					release();
					await held;
				});
			});
		});
		held.catch(reject);
	});
}
