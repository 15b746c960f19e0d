import { platform } from '#platform';
import { text, toHex } from '../../domain/bytes.ts';
import { type CatalogueLines, type Line, parseLines, type SealedDetail } from '../../domain/catalogue-lines.ts';
import { parsePage } from '../../domain/catalogue-page.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import type { ItemState } from '../../domain/wire.ts';
import { sealedAt } from '../case-keys.ts';
import { openPayload } from '../cases.ts';
import { type CaseSecrets, examinedIn, Facts, type OpenedPage, openPage, type Summary } from './catalogue.ts';

/**
 * An item as the archive shows it ahead of its proof: words that anybody who knows the case's public key could have sealed. To
 * be shown as not checked yet, and to be acted on by nobody.
 */
export interface ShownItem extends Facts {
	readonly unproven: true;
	id: Id;
	state: ItemState;
	kept: boolean;
	/** Index of the entry that received it. */
	index: number;
	elsewhere: boolean;
	from: undefined;
	summary: Summary | undefined;
	remarked: boolean;
	unreadable: false;
}

/** Opens lines as far as they can be read; the others are shown once they are proven. Takes its time: for a thread. Throws `bad-proof` for what are no lines. */
export function openLines(answer: ArrayBuffer, open: CaseSecrets): { lines: CatalogueLines; items: ShownItem[] } {
	const lines = parseLines(answer);
	const items: ShownItem[] = [];
	for (const line of lines.items) {
		const item = shownAs(open, line, lines.details);
		if (item !== undefined) items.push(item);
	}
	return { lines, items };
}

function shownAs(open: CaseSecrets, line: Line, details: CatalogueLines['details']): ShownItem | undefined {
	const facts = Facts.safeParse(fieldsOf(open, details.get(line.received))).data;
	if (facts === undefined) return undefined;
	const examined = line.examined === undefined ? undefined : fieldsOf(open, details.get(line.examined));
	return {
		...facts,
		unproven: true,
		id: line.item,
		state: line.state,
		kept: line.kept,
		index: line.received,
		elsewhere: line.elsewhere,
		from: undefined,
		...examinedIn(examined),
		unreadable: false,
	};
}

/** With whichever of the case's keys opens it, the newest first; what it was sealed for is the archive's word still. */
function fieldsOf(open: CaseSecrets, detail: SealedDetail | undefined): Record<string, unknown> | undefined {
	if (detail?.sealed === undefined) return undefined;
	const { sealed, statement } = detail;
	for (const generation of [...open.secrets.keys()].sort((a, b) => b - a)) {
		try {
			const { fields } = JSON.parse(text(openPayload(open, sealed, { statement, generation })));
			return fields;
		} catch (error) {
			// Rubbish that a member sealed, or of another key: whether it is so, its proof tells.
			if (!isCustosError(error) && !(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
		}
	}
	return undefined;
}

/**
 * Opens the page that proves some of these lines, which has come without the details that the lines had. Every entry is checked
 * as on any page, and the archive is held to what it showed: the same entries, and the very bytes that were signed. Undefined where a
 * detail is in neither, so that the page must be asked for whole. For a thread, as `openLines`. Rejects with `bad-proof`.
 */
export async function openProof(
	answer: ArrayBuffer,
	lines: CatalogueLines,
	open: CaseSecrets,
	key: NoteKey,
): Promise<OpenedPage | undefined> {
	const page = parsePage(answer);
	const shown = new Map(lines.items.map((line) => [line.item, line]));
	for (const { item, received, examined } of page.items) {
		const line = shown.get(item);
		if (line === undefined) continue;
		if (line.received !== received || (line.examined ?? examined) !== examined) throw otherwise();
	}
	let whole = true;
	const entries = page.entries.map((entry) => {
		const sealed = entry.sealed ?? lines.details.get(entry.index)?.sealed;
		return { ...entry, sealed };
	});
	const opened = await openPage(
		{ ...page, entries },
		open,
		key,
		() => undefined,
		({ index, statement, sealed }) => {
			if (statement.detail === undefined || sealedAt(open.id, statement) === undefined) return;
			if (sealed === undefined) whole = false;
			else if (
				sealed === lines.details.get(index)?.sealed &&
				toHex(platform.sha256(sealed)) !== statement.detail.sealed
			)
				throw otherwise();
		},
	);
	return whole ? opened : undefined;
}

function otherwise(): CustosError {
	return new CustosError('bad-proof', 'the archive showed an item otherwise than it was signed');
}
