import type { Command } from 'commander';
import { caseMarks } from '../../client/case/marks.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import type { Id } from '../../domain/ids.ts';
import { type Hidden, nothingHidden } from '../../domain/leaves.ts';
import { peopleInClips } from '../../report/gather/clip-people.ts';
import { type Keyframes, keyframeChoices } from '../../report/gather/report-choices.ts';
import type { Context } from '../context.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

/** What is said on the command line of what leaves, and for whom. */
export interface ChoiceOptions {
	withOriginals?: boolean;
	withOrigin?: boolean;
	keyframes?: string;
	notes: boolean;
	recipient?: string;
	purpose?: string;
	withoutNames?: boolean;
	withoutPeople?: boolean;
	withoutTechnical?: boolean;
	withoutTitles?: boolean;
	withoutReasons?: boolean;
	onlyPerson?: string[];
	hideEntry?: string[];
}

/** The options by which it is chosen what leaves: of a report, and of asking for one. */
export function addChoiceOptions(command: Command, { t }: Context): Command {
	return command
		.option('--with-originals', t.help.withOriginals)
		.option('--with-origin', t.help.withOrigin)
		.option('--keyframes <how>', t.help.keyframes)
		.option('--no-notes', t.help.noNotes)
		.option('--without-names', t.leave.help.names)
		.option('--without-people', t.leave.help.people)
		.option('--only-person <name...>', t.leave.help.onlyPerson)
		.option('--without-technical', t.leave.help.technical)
		.option('--without-titles', t.leave.help.titles)
		.option('--without-reasons', t.leave.help.purposes)
		.option('--hide-entry <index...>', t.leave.help.entries)
		.option('--recipient <text>', t.help.recipient)
		.option('--purpose <text>', t.help.reportPurpose);
}

/** What was chosen. Throws wrong usage for what contradicts itself. */
export async function choicesFrom(context: Context, options: ChoiceOptions) {
	const { t } = context;
	// Open pictures leave only for whoever says so.
	const how = options.keyframes ?? (options.withOriginals === true ? 'blurred' : 'none');
	const keyframes: Keyframes | undefined = keyframeChoices.find((one) => one === how);
	if (keyframes === undefined) throw wrongUsage(t.oneOf('--keyframes', keyframeChoices));
	if (options.withOriginals === true && options.withoutTechnical === true) throw wrongUsage(t.leave.originalsTell);
	const { onlyPerson } = options;
	if (onlyPerson !== undefined && (options.withoutPeople === true || !options.notes))
		throw wrongUsage(t.leave.onlyPersonAlone);
	const entries = (options.hideEntry ?? []).map((one) => {
		if (!/^\d{1,12}$/.test(one)) throw wrongUsage(t.leave.wrongEntry(one));
		return Number(one);
	});
	const hide: Hidden = {
		...nothingHidden,
		names: options.withoutNames === true,
		people: options.withoutPeople === true || onlyPerson !== undefined,
		technical: options.withoutTechnical === true,
		titles: options.withoutTitles === true,
		purposes: options.withoutReasons === true,
		entries,
		...(onlyPerson && { peopleShown: [...new Set(onlyPerson)].sort() }),
	};
	return {
		withOriginals: options.withOriginals === true,
		withOrigin: options.withOrigin === true,
		withNotes: options.notes,
		keyframes,
		hide,
		recipient: options.recipient ?? null,
		purpose: options.purpose === undefined ? null : await context.answer(options.purpose, t.askPurpose, '--purpose'),
	};
}

/** Throws where somebody is to be named whom no exhibited clip of these items shows. */
export async function assertShown(
	{ t }: Context,
	connection: Connection,
	open: OpenCase,
	about: { items: readonly Id[]; hide: Hidden },
): Promise<void> {
	const { peopleShown } = about.hide;
	if (peopleShown === undefined) return;
	const known = peopleInClips(await caseMarks(connection, open), about.items);
	const unknown = peopleShown.filter((one) => !known.includes(one));
	if (unknown.length > 0)
		throw new Told('not-found', t.leave.notShown(unknown.map(printable).join(', '), known.map(printable).join(', ')));
}
