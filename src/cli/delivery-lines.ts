import type { FoundItem } from '../client/case/find-item.ts';
import { type Saying, toldRecord } from '../client/put/told-record.ts';
import { fieldLabel } from '../report/words/field-label.ts';
import type { Context } from './context.ts';
import { printable, shortId } from './words.ts';

/** The record of the delivery an item came with, a question a line, and what is not known said to be so. */
export function deliveryLines(
	{ t, lang }: Context,
	{ open, item }: FoundItem,
	record: { readonly [name: string]: unknown } | undefined,
): string[] {
	const say = t.delivery;
	const title = say.title(shortId(item.intake.statement.intake), item.intake.index);
	if (record === undefined) return [title, `  ${open.id === item.case ? say.unreadable : say.elsewhere}`];
	const rows = toldRecord(record).flatMap(({ name, sayings }) => {
		const label = printable(fieldLabel(lang, [name]));
		const texts = sayings.length === 0 ? [say.notKnown] : sayings.map((one) => said(one, say));
		return texts.map((text, i): [string, string] => [i === 0 ? label : '', printable(text)]);
	});
	const width = Math.max(...rows.map(([label]) => label.length));
	return [title, ...rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)];
}

function said({ text, basis, confidence }: Saying, say: Context['t']['delivery']): string {
	const sure = confidence === undefined ? '' : ` (${say.sure[confidence]})`;
	return `${text}${sure}${basis === undefined ? '' : `; ${say.rests(basis)}`}`;
}
