import { fromHex } from '../../src/domain/bytes.ts';
import { openingOf } from '../../src/domain/ledger/opening.ts';
import { openEntry } from '../../src/domain/ledger/receipt.ts';
import { logKeys } from '../../src/report/collect-evidence.ts';
import type { ClipInput, ItemInput, ReportInput } from '../../src/report/report-input.ts';
import { id } from './report-archive.ts';

/** The entry that words the story's clip. */
export const CLIP = 18;

/** Opens the fields of the clip's detail that pass; the report names these people, and says that so many are withheld. */
export const openedClip =
	(isShown: (field: string) => boolean, people: readonly string[], peopleWithheld?: number) =>
	(input: ReportInput): void => {
		const [item] = input.items as [ItemInput];
		item.entries = item.entries.map((one) => {
			const { index } = openEntry(one.entry, logKeys(input.log).key);
			if (index !== CLIP || one.detail === undefined) return one;
			const { seed, fields } = one.detail;
			return { entry: one.entry, opening: openingOf({ seed: fromHex(seed), fields }, isShown) };
		});
		const clip = item.exhibits.find((one) => one.clip?.id === id('clip'))?.clip as ClipInput;
		Object.assign(clip, { people, ...(peopleWithheld !== undefined && { peopleWithheld }) });
	};
