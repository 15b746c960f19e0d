import { Hono } from 'hono';
import { z } from 'zod';
import { askToJoin } from '../../app/joins.ts';
import { archive, consistency } from '../../app/read.ts';
import { openSession } from '../../app/session.ts';
import { submit } from '../../app/submit.ts';
import { cardHere, suspendByCard } from '../../app/suspend-by-card.ts';
import { checkpoint, tile } from '../../app/tiles.ts';
import { timesOf } from '../../app/times.ts';
import { Hex32 } from '../../domain/ids.ts';
import { Join, SessionProof, Submission } from '../../domain/wire.ts';
import type { ApiEnv } from '../env.ts';
import { parse, readJson } from '../request.ts';

/** Strangers say little: requests without a session are at most this large. */
const SMALL = 2 ** 16;

const Size = z.coerce.number().int().min(0);

/** Routes that need no session: what anyone may know, and the ways in. */
export const openRoutes = new Hono<ApiEnv>()
	.get('/archive', async (c) => c.json(await archive(c.var.app)))
	.get('/log/consistency', async (c) =>
		c.json(await consistency(c.var.app, parse(Size, c.req.query('from')), parse(Size.optional(), c.req.query('to')))),
	)
	// C2SP tlog-tiles: whoever follows the log begins at `/v1/log`.
	.get('/log/checkpoint', async (c) => c.text(await checkpoint(c.var.app)))
	.get('/log/tile/*', async (c) =>
		c.body(await tile(c.var.app, c.req.path.slice('/v1/log/'.length)), 200, {
			'content-type': 'application/octet-stream',
			'cache-control': 'public, max-age=31536000, immutable',
		}),
	)
	.get('/log/times', async (c) => c.json(await timesOf(c.var.app, parse(Size, c.req.query('index')))))
	.post('/session', async (c) => c.json(await openSession(c.var.app, await readJson(c, SessionProof, SMALL))))
	.post('/joins', async (c) => {
		await askToJoin(c.var.app, await readJson(c, Join, SMALL));
		return c.json({}, 202);
	})
	.post('/founding', async (c) => {
		const [outcome] = await submit(c.var.app, undefined, [await readJson(c, Submission, SMALL)]);
		return c.json({ outcome: outcome ?? null }, outcome === undefined ? 202 : 200);
	})
	.get('/cards/:card', async (c) => c.json(await cardHere(c.var.app, parse(Hex32, c.req.param('card')))))
	.post('/cards/use', async (c) => {
		const outcome = await suspendByCard(c.var.app, await readJson(c, Submission, SMALL));
		return c.json({ outcome: outcome ?? null }, outcome === undefined ? 202 : 200);
	});
