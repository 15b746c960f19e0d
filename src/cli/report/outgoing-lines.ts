import type { ExportRequest } from '../../client/case/exports.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import type { Leaves } from '../../domain/leaves.ts';
import { version } from '../../domain/version.ts';
import { previewReport } from '../../report/gather/preview-report.ts';
import { choicesAsked } from '../../report/gather/report-choices.ts';
import { sourceCommit } from '../../report/node/source-commit.ts';
import type { Outgoing, OutgoingField } from '../../report/outgoing.ts';
import { MADE_LATER } from '../../report/report-input.ts';
import type { Context } from '../context.ts';
import type { Messages } from '../messages.ts';
import { bytesInWords, printable } from '../words.ts';

/** All that would leave if the report that was asked for were made now. Opens nothing and puts nothing into the log. */
export async function leavingWith(
	{ lang: language }: Context,
	connection: Connection,
	open: OpenCase,
	request: ExportRequest,
	leaves: Leaves,
): Promise<Outgoing[]> {
	const choices = { ...choicesAsked(request, leaves), open, language, version, commit: await sourceCommit() };
	return previewReport(connection, choices, request.by);
}

/** A line for each field and each file: where it stands, what it is called, what it says. */
export function outgoingLines({ t }: Context, outgoing: readonly Outgoing[]): string[] {
	const files = outgoing.filter(({ kind }) => kind === 'file').length;
	const about = (one: Outgoing): string => {
		if (one.kind === 'field') return `  ${printable(one.label)}: ${saidOf(t, one.value)}`;
		return one.size === null ? '' : `  ${bytesInWords(one.size)}`;
	};
	return [
		t.leave.all(outgoing.length - files, files),
		...outgoing.map((one) => `  ${printable(one.path)}${about(one)}`),
	];
}

function saidOf(t: Messages, value: OutgoingField['value']): string {
	if (value === null || value === '') return t.leave.nothing;
	return value === MADE_LATER ? t.leave.madeLater : printable(String(value));
}
