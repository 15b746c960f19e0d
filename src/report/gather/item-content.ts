import type { Facts } from '../../client/case/catalogue.ts';
import { type DerivedFile, derivedFiles, derivedIndex } from '../../client/case/derived-files.ts';
import type { Connection } from '../../client/connection.ts';
import { type ItemEntries, type OpenedBody, openBody, original } from '../../client/open-item.ts';
import { encodeSecretKey } from '../../domain/envelope/age-keys.ts';
import { type ItemInput, MADE_LATER } from '../report-input.ts';
import { mosaic } from '../verify/mosaic/mosaic.ts';
import type { ReportChoices } from './report-choices.ts';

const PROBE = 'ffprobe.json';
const PACKETS = 'packets.framehash';

/** Bodies that were opened for the report, before its histories were fixed. */
export interface OpenedItem {
	original: OpenedBody | undefined;
	working: OpenedBody | undefined;
}

/** Opens what of an item is to leave: an entry for each class. */
export async function openForReport(
	connection: Connection,
	{ open, purpose, ...choices }: ReportChoices,
	item: ItemEntries,
): Promise<OpenedItem> {
	const body = (which: 'working' | 'original') => openBody(connection, open, item, which, purpose ?? '');
	return {
		working: opensWorking(choices, item) ? await body('working') : undefined,
		original: choices.withOriginals ? await body('original') : undefined,
	};
}

type What = Pick<ReportChoices, 'withOriginals' | 'keyframes'>;

function opensWorking({ withOriginals, keyframes }: What, item: ItemEntries): boolean {
	return item.derivative !== undefined && (withOriginals || keyframes !== 'none');
}

/** The files of an opened item; nothing of one whose record nobody can read. `wrote` hears of each piece of the large ones. */
export async function contentOf(
	{ open, keyframes }: ReportChoices,
	item: ItemEntries,
	opened: OpenedItem | undefined,
	facts: Facts | undefined,
	wrote: (bytes: number) => void,
): Promise<Partial<ItemInput>> {
	if (opened === undefined || facts === undefined) return {};
	const { original: body, working } = opened;
	const index = working && derivedIndex(open, item);
	const made = working === undefined || index === undefined ? [] : await derivedFiles(working, index);
	const named = (name: string): Uint8Array | undefined => made.find((one) => one.about.name === name)?.bytes;
	return {
		...(body !== undefined && {
			original: () => counted(original(body, facts), wrote),
			sealed: { prefix: body.prefix, body: () => counted(body.sealed(), wrote) },
			key: encodeSecretKey(body.secret),
		}),
		probe: named(PROBE),
		framehash: named(PACKETS),
		keyframes: made.flatMap(({ about, bytes }) =>
			keyframes === 'none' || about.ptsMs === undefined
				? []
				: [{ ptsMs: about.ptsMs, jpeg: keyframes === 'open' ? bytes : mosaic(bytes) }],
		),
	};
}

/** The same before anything is opened: what the case's own records say there will be. */
export function plannedContent(
	choices: ReportChoices,
	item: ItemEntries,
	facts: Facts | undefined,
): Partial<ItemInput> {
	const leaves = choices.withOriginals && facts !== undefined;
	const index = opensWorking(choices, item) && facts !== undefined ? derivedIndex(choices.open, item) : undefined;
	const files: readonly DerivedFile[] = index?.files ?? [];
	const named = (name: string): string | null => files.find((one) => one.name === name)?.sha256 ?? null;
	return {
		planned: {
			original: leaves,
			sealed: leaves,
			key: leaves,
			probe: named(PROBE),
			packets: named(PACKETS),
			keyframes: files.flatMap(({ ptsMs, sha256 }) =>
				choices.keyframes === 'none' || ptsMs === undefined
					? []
					: [{ sha256: choices.keyframes === 'open' ? sha256 : MADE_LATER, ptsMs }],
			),
		},
	};
}

async function* counted(stream: AsyncIterable<Uint8Array>, wrote: (bytes: number) => void): AsyncGenerator<Uint8Array> {
	for await (const piece of stream) {
		wrote(piece.length);
		yield piece;
	}
}
