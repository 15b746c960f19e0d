import { Hono } from 'hono';
import { z } from 'zod';
import { epochUse } from '../../app/epochs.ts';
import { sealedBodies } from '../../app/read-bodies.ts';
import { workItems } from '../../app/read-items.ts';
import { beat, release, takeWork } from '../../app/work.ts';
import { Id } from '../../domain/ids.ts';
import type { ApiEnv } from '../env.ts';
import { readJson } from '../request.ts';

const Take = z.strictObject({
	limit: z.number().int().min(1).max(1000),
	examine: z.boolean(),
	epochs: z.array(z.number().int().min(1).max(1_000_000)).min(1).max(1000),
});
const Items = z.strictObject({ items: z.array(Id).min(1).max(2000) });

/** What a media worker asks: items to examine, and to keep them while its heart beats. */
export const workRoutes = new Hono<ApiEnv>()
	.post('/work/take', async (c) => {
		const { limit, examine, epochs } = await readJson(c, Take);
		return c.json({ items: await takeWork(c.var.app, c.var.person, limit, examine, epochs) });
	})
	.post('/work/items', async (c) => {
		const { items } = await readJson(c, Items);
		return c.json({ items: await workItems(c.var.app, c.var.person, items) });
	})
	.post('/work/bodies', async (c) => {
		const { size, stream } = await sealedBodies(c.var.app, c.var.person, (await readJson(c, Items)).items);
		return c.body(stream as ReadableStream<Uint8Array<ArrayBuffer>>, 200, {
			'content-type': 'application/octet-stream',
			'content-length': String(size),
		});
	})
	.get('/work/epochs', async (c) => c.json({ epochs: await epochUse(c.var.app, c.var.person) }))
	.post('/work/beat', async (c) =>
		c.json({ items: await beat(c.var.app, c.var.person, (await readJson(c, Items)).items) }),
	)
	.post('/work/release', async (c) => {
		await release(c.var.app, c.var.person, (await readJson(c, Items)).items);
		return c.json({});
	});
