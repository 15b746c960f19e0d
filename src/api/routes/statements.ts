import { Hono } from 'hono';
import { z } from 'zod';
import { submit } from '../../app/submit.ts';
import { Id } from '../../domain/ids.ts';
import { Submission } from '../../domain/wire.ts';
import type { ApiEnv } from '../env.ts';
import { parse, readJson } from '../request.ts';

const Batch = z.strictObject({ statements: z.array(Submission).min(1).max(1000) });

/** Statements in, receipts out. `null` for a statement stands for "not yet": ask again by its id. */
export const statementRoutes = new Hono<ApiEnv>()
	.post('/statements', async (c) => {
		const { statements } = await readJson(c, Batch);
		const outcomes = await submit(c.var.app, c.var.person, statements);
		const status = outcomes.some((one) => one === undefined) ? 202 : 200;
		return c.json({ outcomes: outcomes.map((one) => one ?? null) }, status);
	})
	.get('/receipts/:id', async (c) => {
		const id = parse(Id, c.req.param('id'));
		const [outcome] = await c.var.app.outcomes.wait([{ id, actor: c.var.person.key }], 2000);
		return c.json({ outcome: outcome ?? null }, outcome === undefined ? 202 : 200);
	});
