import type { Witnessing } from '../client/witnesses.ts';
import type { Messages } from './messages.ts';
import { printable, timeInWords } from './words.ts';

/** Who witnesses the ledger, how far, since when nobody does, and what keeps those away who are. */
export function witnessLines(t: Messages, found: Witnessing | undefined): string[] {
	const words = t.witness;
	if (found === undefined) return [words.unasked];
	const { cosigned, own, told } = found;
	const lines: string[] = [];
	if (cosigned === undefined) lines.push(words.notYet);
	else {
		const last = cosigned.by
			.map(({ at }) => at.toISOString())
			.sort()
			.at(-1);
		lines.push(words.by(cosigned.size, cosigned.by.length, cosigned.of, last === undefined ? '' : timeInWords(last)));
		if (!cosigned.enough) lines.push(words.tooFew);
	}
	if (told.since !== null) lines.push(words.unwitnessed(told.entries - (cosigned?.size ?? 0), timeInWords(told.since)));
	for (const { name, trouble } of told.states)
		if (trouble !== null)
			lines.push(words.trouble(printable(name), words.why[trouble.why], timeInWords(trouble.since)));
	if (!own && cosigned !== undefined) lines.push(words.itsOwn);
	if (told.held !== null) lines.push(words.held(printable(told.held.witness), told.held.size, told.held.entries));
	return lines;
}

/** The same for `--json`. */
export function witnessResult(found: Witnessing | undefined): object | null {
	if (found === undefined) return null;
	const { cosigned, own, told } = found;
	return {
		size: cosigned?.size ?? null,
		by: cosigned?.by.map(({ name, at }) => ({ name, at: at.toISOString() })) ?? [],
		of: cosigned?.of ?? null,
		enough: cosigned?.enough ?? false,
		ownPolicy: own,
		unwitnessedSince: told.since,
		states: told.states,
		held: told.held,
	};
}
