import { objectKey } from '../../src/app/objects.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createLocks } from '../../src/store/lock.ts';
import { bodiesIn, type ObjectBodies } from './bodies.ts';
import { lookAtAll } from './look.ts';
import { hurried, type Pace } from './pace.ts';
import type { Parts } from './parts.ts';
import { putBack } from './put-back.ts';
import { bringToSecond } from './to-second.ts';

/**
 * Reads bodies of one object in both stores. What is wrong in the first is mended; what is wrong in the second is copied
 * again. A second copy that is away keeps nobody from looking at the first. Rejects when the first store, the database
 * or the notary does not answer; `unreadable` when the first store answers, and gives this object not.
 */
export async function tend(parts: Parts, run: ObjectBodies, pace: Pace): Promise<void> {
	const wrong = await lookAtAll(parts.first, run.bodies, pace).catch((error: unknown) => unreadable(parts, run, error));
	if (wrong.length > 0 || run.bodies.some((one) => one.damaged)) return mend(parts, run.object);
	const { second } = parts;
	// What cannot be copied now comes again with the next round.
	if (second !== undefined) await ifThere(parts, () => bringToSecond(parts, second, run, pace));
}

/** A store that is away says so of everything, one with a bad sector of one object. */
async function unreadable({ first }: Parts, { object }: ObjectBodies, cause: unknown): Promise<never> {
	if (!isCustosError(cause, 'unavailable') || (await first.head(objectKey(object))) === undefined) throw cause;
	throw new CustosError('unreadable', 'a stored object is there and cannot be read', { cause });
}

const locks = createLocks();

/**
 * Looks at all of an object anew, whatever was seen before: two may have seen the same. What is wrong is told in the
 * ledger, put back from the second copy if that is good, and that is told too; so is what was damaged and is well.
 */
export function mend(parts: Parts, object: Id): Promise<void> {
	return locks.exclusive(object, async () => {
		const { first, second, testimony, log } = parts;
		const bodies = await bodiesOf(parts, object);
		const wrong = await lookAtAll(first, bodies, hurried);
		const news = wrong.filter(({ body }) => !body.damaged);
		for (const { body, found } of news) log(`ALARM: the stored body of entry ${body.idx} ${words[found]}`);
		if (news.length > 0) await testimony.damaged(news);
		const wrongIds = new Set(wrong.map(({ body }) => body.id));
		const well = bodies.filter((body) => body.damaged && !wrongIds.has(body.id));
		if (well.length > 0) await testimony.restored(well, 'others');
		if (second === undefined) return;
		if (wrong.length === 0) {
			await ifThere(parts, () => bringToSecond(parts, second, { object, bodies }, hurried));
			return;
		}
		if ((await ifThere(parts, () => restore(parts, second, object))) !== true) return;
		const restored = (await bodiesOf(parts, object)).filter((body) => body.damaged);
		for (const body of restored) log(`the body of entry ${body.idx} was put back from the second copy`);
		await testimony.restored(restored, 'second');
	});
}

const words = { missing: 'is missing', differs: 'is not what the entry commits to' };

async function restore(parts: Parts, second: BlobStore, object: Id): Promise<boolean> {
	return putBack(parts, second, { object, bodies: await bodiesOf(parts, object) });
}

async function bodiesOf({ db }: Parts, object: Id) {
	return (await bodiesIn(db, object)).flatMap((one) => one.bodies);
}

/** Damage that stays is looked at again; of a second copy that is away, the copying tells. */
async function ifThere(parts: Parts, use: () => Promise<boolean>): Promise<boolean | undefined> {
	try {
		return await use();
	} catch (error) {
		if (!isCustosError(error)) throw error;
		parts.log(`the second copy could not be used: ${error.code}`);
		return undefined;
	}
}
