import type { z } from 'zod';
import { fromBase64, toBase64 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { sendTimeRequest } from '../domain/time/send-request.ts';
import type { answers, TimeQuestion } from '../domain/wire.ts';
import { nothing } from './access.ts';
import type { Context, Person } from './context.ts';

/**
 * Passes a time request (RFC 3161) on to a time authority, for a page that may speak to nobody else: only to one that the archive
 * itself asks. The answer goes back as it came, with nothing said of whose it is. Throws `not-found` for those who sign no reports and for
 * an authority that is not asked, `bad-request` for what is no such request.
 */
export async function passTimeOn(
	ctx: Context,
	{ role }: Person,
	{ authority, request }: TimeQuestion,
): Promise<z.infer<typeof answers.passedOn>> {
	if (role === 'worker' || role === 'auditor') throw nothing();
	const der = fromBase64(request);
	// One SEQUENCE and nothing after it: a request is some 70 bytes.
	if (der[0] !== 0x30 || der[1] !== der.length - 2)
		throw new CustosError('bad-request', 'this is no request to a time authority');
	const known = await ctx.db
		.selectFrom('time_asked')
		.select('authority')
		.where('authority', '=', authority)
		.executeTakeFirst();
	if (known === undefined) throw nothing();
	const answer = await sendTimeRequest(fetch, known.authority, der);
	return typeof answer === 'string' ? { trouble: answer } : { answer: toBase64(answer) };
}
