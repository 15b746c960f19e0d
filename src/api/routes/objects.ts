import { Hono } from 'hono';
import { z } from 'zod';
import { doubtBody } from '../../app/doubt.ts';
import { abandonUpload, beginUpload, completeUpload, putObject, putPart } from '../../app/objects.ts';
import { sealedBody } from '../../app/read-items.ts';
import { toBase64 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { ItemClass } from '../../domain/roles.ts';
import { BeginUpload } from '../../domain/wire.ts';
import type { ApiEnv } from '../env.ts';
import { digested, parse, readJson } from '../request.ts';

const Part = z.coerce.number().int().min(0).max(9999);
/** What of an item is asked for. */
const Sealed = z.enum([...ItemClass.options, 'proxy']);

/** Ciphertext in and out. */
export const objectRoutes = new Hono<ApiEnv>()
	.put('/objects/:object', async (c) => {
		const [object, caseId] = [parse(Id, c.req.param('object')), parse(Id, c.req.query('case'))];
		const { bytes, ...facts } = digested(c);
		await putObject(c.var.app, c.var.person, { object, case: caseId, ...facts }, bytes);
		return c.json({});
	})
	.post('/uploads', async (c) => c.json(await beginUpload(c.var.app, c.var.person, await readJson(c, BeginUpload))))
	.put('/uploads/:object/parts/:part', async (c) => {
		const { bytes, ...facts } = digested(c);
		await putPart(
			c.var.app,
			c.var.person,
			{ object: parse(Id, c.req.param('object')), part: parse(Part, c.req.param('part')), ...facts },
			bytes,
		);
		return c.json({});
	})
	.post('/uploads/:object/complete', async (c) => {
		await completeUpload(c.var.app, c.var.person, parse(Id, c.req.param('object')));
		return c.json({});
	})
	.delete('/uploads/:object', async (c) => {
		await abandonUpload(c.var.app, c.var.person, parse(Id, c.req.param('object')));
		return c.json({});
	})
	.get('/items/:item/sealed/:part', async (c) => {
		const body = await sealedBody(
			c.var.app,
			c.var.person,
			parse(Id, c.req.param('item')),
			parse(Sealed, c.req.param('part')),
		);
		return c.json({ prefix: toBase64(body.prefix), size: body.size });
	})
	.put('/items/:item/sealed/:part/doubted', async (c) => {
		await doubtBody(c.var.app, c.var.person, parse(Id, c.req.param('item')), parse(Sealed, c.req.param('part')));
		return c.json({});
	})
	.get('/items/:item/sealed/:part/body', async (c) => {
		const body = await sealedBody(
			c.var.app,
			c.var.person,
			parse(Id, c.req.param('item')),
			parse(Sealed, c.req.param('part')),
		);
		const range = rangeOf(c.req.header('range'), body.size);
		// Of what is only asked about nothing is read: whoever throws the answer's body away would leave the object open.
		const content =
			c.req.method === 'HEAD'
				? ''
				: await c.var.app.store.read(body.key, { offset: body.offset + range.offset, length: range.length });
		return c.body(content as string | ReadableStream<Uint8Array<ArrayBuffer>>, range.partial ? 206 : 200, {
			'content-type': 'application/octet-stream',
			'content-length': String(range.length),
			'accept-ranges': 'bytes',
			...(range.partial
				? { 'content-range': `bytes ${range.offset}-${range.offset + range.length - 1}/${body.size}` }
				: {}),
		});
	});

/** One range of RFC 9110, `bytes=a-b` or `bytes=a-`; throws `range` for any other or one outside the body. */
function rangeOf(header: string | undefined, size: number): { offset: number; length: number; partial: boolean } {
	if (header === undefined) return { offset: 0, length: size, partial: false };
	const match = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header);
	const from = Number(match?.[1]);
	const to = match?.[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
	if (match === null || from > to)
		throw new CustosError('range', `the body has ${size} bytes; ask for one range inside it`);
	return { offset: from, length: to - from + 1, partial: true };
}
