import { type ExportRequest, exportsOf, stateOf } from '../../client/case/exports.ts';
import { findCase, type OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { choicesAsked } from '../../report/gather/report-choices.ts';
import type { Context } from '../context.ts';
import { Told } from '../told.ts';
import { printable, shortId, timeInWords } from '../words.ts';

/** One request of a case by its number or the beginning of it. */
export async function findRequest(
	context: Context,
	connection: Connection,
	name: string,
	wanted: string,
): Promise<{ open: OpenCase; request: ExportRequest }> {
	const open = await findCase(connection, name);
	const { requests } = await exportsOf(connection, open);
	const found = wanted.length < 4 ? [] : requests.filter((one) => one.report.startsWith(wanted.toLowerCase()));
	if (found.length !== 1) throw new Told('not-found', context.t.leave.noRequest(printable(wanted), open.prefix));
	return { open, request: found[0] as ExportRequest };
}

/** What was asked for and agreed to, as the choices of the report it is to become. Throws where it may not leave. */
export async function agreedChoices(context: Context, connection: Connection, name: string, wanted: string) {
	const { t } = context;
	const { open, request } = await findRequest(context, connection, name, wanted);
	const { leaves, report } = request;
	const state = stateOf(request, context.now());
	if (request.by !== connection.identity.keys.sign) throw new Told('denied', t.leave.notYours);
	if (leaves === undefined) throw new Told('damaged', t.leave.unreadable);
	if (state !== 'agreed' && state !== 'begun')
		throw new Told(
			'unapproved',
			`${shortId(report)}: ${t.leave.state[state](timeInWords(request.approved?.until ?? request.at))}`,
		);
	const { items, expunged, ...choices } = choicesAsked(request, leaves);
	return { open, items: [...items], expunged: [...expunged], choices };
}

/** Throws unless reports may leave this case by one person's will. */
export async function assertMayLeave(context: Context, connection: Connection, open: OpenCase): Promise<void> {
	const { rules } = await exportsOf(connection, open);
	if (rules.approvals > 0) throw new Told('unapproved', context.t.leave.needsSecond(open.prefix));
}
