import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { z } from 'zod';
import { platform } from '#platform';
import { Range, reportWatched } from '../../../client/case/watched.ts';
import { openCases } from '../../../client/cases.ts';
import type { Identity } from '../../../client/identity.ts';
import { type Bytes, fromHex, text, utf8 } from '../../../domain/bytes.ts';
import { openSealed, sealTo } from '../../../domain/envelope/sealed-box.ts';
import { Id, newId } from '../../../domain/ids.ts';
import { ItemClass } from '../../../domain/roles.ts';
import type { Session } from '../../session/session.ts';

/** What was watched and is not told yet, by [person, id]; sealed to that person, which takes no secret. */
interface Schema extends DBSchema {
	untold: { key: [string, string]; value: Bytes };
}

const Untold = z.object({ case: Id, item: Id, class: ItemClass, ranges: z.array(Range) });
type Untold = z.infer<typeof Untold>;

/** Keeps what one player has to tell, in case the page or its keys are gone before it is told. */
export interface Keeper {
	/** This is what is left to tell now; nothing, if empty. Done in the order of calls. Also after the keys are gone. */
	keep(ranges: readonly Range[]): void;
	/** The player is gone; what it left may be told by whoever unlocks next. */
	end(): void;
}

export function keepUntold({ identity, report }: Session, about: Omit<Untold, 'ranges'>): Keeper {
	const id = newId(platform.randomBytes);
	const { sign, box } = identity.keys;
	let ended = (): void => {};
	// While it is held, nobody else tells this.
	const held = navigator.locks.request(lockOf(id), () => new Promise<void>((resolve) => (ended = resolve)));
	held.catch(report);
	let last: Promise<unknown> = Promise.resolve();
	const next = (step: () => Promise<unknown> | unknown): void => {
		last = last.then(step).catch(report);
	};
	return {
		keep(ranges) {
			const sealed =
				ranges.length === 0
					? undefined
					: sealTo(fromHex(box), contextOf(id), utf8(JSON.stringify({ ...about, ranges })));
			next(async () => {
				const db = await openStorage();
				if (sealed === undefined) await db.delete('untold', [sign, id]);
				else await db.put('untold', sealed, [sign, id]);
			});
		},
		end: () => next(() => ended()),
	};
}

/** Tells what an earlier session of this person could not. What cannot be told yet stays for the next time. */
export async function tellUntold(session: Session): Promise<void> {
	const { connection, identity, report } = session;
	const db = await openStorage();
	const mine = (await db.getAllKeys('untold')).filter(([person]) => person === identity.keys.sign);
	if (mine.length === 0) return;
	const cases = await openCases(connection);
	for (const key of mine) {
		await navigator.locks.request(lockOf(key[1]), { ifAvailable: true }, async (lock) => {
			const sealed = await db.get('untold', key);
			if (lock === null || sealed === undefined) return;
			const { case: id, item, class: cls, ranges } = read(identity, key[1], sealed);
			const open = cases.find((one) => one.id === id);
			// Not a member any more: nobody would take it. It stays, should they be taken in again.
			if (open === undefined) return;
			try {
				await reportWatched(connection, open, item, cls, ranges);
				await db.delete('untold', key);
			} catch (error) {
				report(error);
			}
		});
	}
}

function read(identity: Identity, id: string, sealed: Bytes): Untold {
	return Untold.parse(JSON.parse(text(openSealed(identity.box, sealed, contextOf(id)))));
}

const contextOf = (id: string) => ({ what: `watched ${id}`, purpose: 'to be told', generation: 1 });
const lockOf = (id: string): string => `custos-untold ${id}`;

let opening: Promise<IDBPDatabase<Schema>> | undefined;
function openStorage(): Promise<IDBPDatabase<Schema>> {
	opening ??= openDB<Schema>('custos-review', 1, {
		upgrade(made) {
			made.createObjectStore('untold');
		},
	});
	return opening;
}
