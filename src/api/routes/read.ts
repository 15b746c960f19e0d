import { Hono } from 'hono';
import { z } from 'zod';
import { copies } from '../../app/copies.ts';
import { signedCount } from '../../app/counts.ts';
import { openJoins } from '../../app/joins.ts';
import { marks, watched } from '../../app/marks.ts';
import { passTimeOn } from '../../app/pass-time-on.ts';
import * as read from '../../app/read.ts';
import { items as catalogueItems, packedItems, packedLines } from '../../app/read-catalogue.ts';
import { expungedFrom, leftOf } from '../../app/read-expunged.ts';
import * as readItems from '../../app/read-items.ts';
import { remainsOf } from '../../app/read-remains.ts';
import { timeState } from '../../app/times.ts';
import { witnesses } from '../../app/witnesses.ts';
import { PACKED_LINES } from '../../domain/catalogue-lines.ts';
import { PACKED_PAGE } from '../../domain/catalogue-page.ts';
import { Id } from '../../domain/ids.ts';
import { CountQuestion } from '../../domain/ledger/count.ts';
import { TimeQuestion } from '../../domain/wire.ts';
import type { ApiEnv } from '../env.ts';
import { parse, readJson } from '../request.ts';

const After = z.coerce.number().int().min(-1).catch(-1);
const Limit = z.coerce.number().int().min(1).max(read.PAGE).catch(read.PAGE);
const Upto = z.coerce.number().int().min(0).catch(Number.MAX_SAFE_INTEGER);
const From = z.coerce.number().int().min(0);
const Ids = z.strictObject({
	items: z.array(Id).min(1).max(5000),
	proofs: z.union([z.boolean(), z.literal('received')]).default(false),
});

/** Bytes: a hash, a number and an address. */
const MAX_TIME_QUESTION = 4096;

/** What a catalogue can be asked for as, instead of JSON. */
const pages = new Map([
	[PACKED_PAGE, packedItems],
	[PACKED_LINES, packedLines],
]);

/** Reading what is in the ledger: entries with proofs, never a word that the reader has to believe. */
export const readRoutes = new Hono<ApiEnv>()
	.get('/people', async (c) => c.json(await read.archiveHistory(c.var.app, parse(After, c.req.query('after')))))
	.post('/counts', async (c) => c.json(await signedCount(c.var.app, c.var.person, await readJson(c, CountQuestion))))
	.get('/times', async (c) => c.json(await timeState(c.var.app)))
	.post('/times', async (c) =>
		c.json(await passTimeOn(c.var.app, c.var.person, await readJson(c, TimeQuestion, MAX_TIME_QUESTION))),
	)
	.get('/copies', async (c) => c.json(await copies(c.var.app, c.var.person)))
	.get('/witnesses', async (c) => c.json(await witnesses(c.var.app)))
	.get('/epoch', async (c) => c.json(await read.epoch(c.var.app)))
	.get('/joins', async (c) => c.json({ joins: await openJoins(c.var.app, c.var.person) }))
	.get('/log/entries', async (c) =>
		c.json({ entries: await read.logEntries(c.var.app, c.var.person, parse(From, c.req.query('from'))) }),
	)
	.get('/cases', async (c) => c.json(await read.cases(c.var.app, c.var.person, parse(After, c.req.query('after')))))
	.get('/cases/:case', async (c) => c.json(await read.caseFor(c.var.app, c.var.person, parse(Id, c.req.param('case')))))
	.get('/cases/:case/members', async (c) =>
		c.json(
			await read.members(c.var.app, c.var.person, parse(Id, c.req.param('case')), parse(After, c.req.query('after'))),
		),
	)
	.get('/cases/:case/items', async (c) => {
		const asked = {
			after: parse(After, c.req.query('after')),
			upto: parse(Upto, c.req.query('upto')),
			since: parse(After, c.req.query('since')),
			limit: parse(Limit, c.req.query('limit')),
			bare: c.req.query('sealed') === 'no',
		};
		const of = [c.var.app, c.var.person, parse(Id, c.req.param('case')), asked] as const;
		const accept = c.req.header('accept') ?? '';
		const page = await (pages.get(accept) ?? catalogueItems)(...of);
		// Whoever only passes a page on need not read it.
		c.header('custos-next', String(page.next ?? 'end'));
		return 'bytes' in page ? c.body(page.bytes, 200, { 'content-type': accept }) : c.json(page);
	})
	.get('/cases/:case/counts', async (c) =>
		c.json(await readItems.counts(c.var.app, c.var.person, parse(Id, c.req.param('case')))),
	)
	.post('/cases/:case/states', async (c) => {
		const { items, proofs } = await readJson(c, Ids);
		return c.json({
			states: await readItems.states(c.var.app, c.var.person, parse(Id, c.req.param('case')), items, proofs),
		});
	})
	.get('/cases/:case/history', async (c) =>
		c.json({
			entries: await read.caseHistory(
				c.var.app,
				c.var.person,
				parse(Id, c.req.param('case')),
				parse(After, c.req.query('after')),
			),
		}),
	)
	.get('/cases/:case/marks', async (c) =>
		c.json(await marks(c.var.app, c.var.person, parse(Id, c.req.param('case')), parse(After, c.req.query('after')))),
	)
	.get('/cases/:case/watched', async (c) =>
		c.json(await watched(c.var.app, c.var.person, parse(Id, c.req.param('case')), parse(After, c.req.query('after')))),
	)
	.get('/cases/:case/expunged', async (c) =>
		c.json(
			await expungedFrom(c.var.app, c.var.person, parse(Id, c.req.param('case')), parse(After, c.req.query('after'))),
		),
	)
	.get('/items/:item/left', async (c) => c.json(await leftOf(c.var.app, c.var.person, parse(Id, c.req.param('item')))))
	.get('/items/:item/remains', async (c) =>
		c.json(
			await remainsOf(c.var.app, c.var.person, parse(Id, c.req.param('item')), parse(After, c.req.query('after'))),
		),
	)
	.get('/items/:item', async (c) =>
		c.json(await readItems.item(c.var.app, c.var.person, parse(Id, c.req.param('item')))),
	)
	.get('/items/:item/history', async (c) =>
		c.json({
			entries: await readItems.itemHistory(
				c.var.app,
				c.var.person,
				parse(Id, c.req.param('item')),
				parse(After, c.req.query('after')),
			),
		}),
	);
