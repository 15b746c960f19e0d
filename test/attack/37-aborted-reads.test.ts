import { expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import type { Body } from '../../src/domain/ledger/statement.ts';
import { lanes } from '../../workers/media/lanes.ts';
import { createSmallBodies } from '../../workers/media/small-bodies.ts';

// 37: what is broken off in a worker leaves nobody waiting, and no more runs at once than there is room for.

const body: Body = { object: 'ab'.repeat(16), offset: 0, size: 3, sha256: 'cd'.repeat(32) };

test('a reading that is broken off is told to all who wait for it; the next ones are read', async () => {
	const answers = [
		() => Promise.reject(new DOMException('This operation was aborted', 'AbortError')),
		async () => new Response(new Uint8Array([1, 2, 3, 4, 5, 6])),
	];
	const connection = { send: () => (answers.shift() as () => Promise<Response>)() } as unknown as Connection;
	const bodies = createSmallBodies(connection);
	const read = (item: string): Promise<number[] | undefined> => bodies.read(item, body, (sealed) => [...sealed]);
	const broken = await Promise.allSettled([read('a'), read('b'), read('c')]);
	expect(broken.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
	expect(await Promise.all([read('d'), read('e')])).toEqual([
		[1, 2, 3],
		[4, 5, 6],
	]);
});

test('who comes while a lane is handed over waits behind those who waited', async () => {
	const lane = lanes(1);
	const order: string[] = [];
	let [running, most] = [0, 0];
	const work = (name: string) => async (): Promise<void> => {
		running += 1;
		most = Math.max(most, running);
		await Promise.resolve();
		order.push(name);
		running -= 1;
	};
	const first = lane(work('first'));
	const second = lane(work('second'));
	const late = (async () => {
		// Comes at every moment around the one at which the first is done.
		const all: Promise<void>[] = [];
		for (let i = 0; i < 10; i++) {
			await Promise.resolve();
			all.push(lane(work(`late ${i}`)));
		}
		await Promise.all(all);
	})();
	await Promise.all([first, second, late]);
	expect(most).toBe(1);
	expect(order.slice(0, 3)).toEqual(['first', 'second', 'late 0']);
	await expect(lane(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
	await lane(work('after'));
	expect(order.at(-1)).toBe('after');
});
