import { fromHex } from '../domain/bytes.ts';
import type { Json } from '../domain/canonical.ts';
import { CustosError } from '../domain/errors.ts';
import { openCheckpoint } from '../domain/ledger/checkpoint.ts';
import { type Detail, decodeDetail, encodeDetail } from '../domain/ledger/detail.ts';
import type { NoteKey } from '../domain/ledger/note.ts';
import { hiddenFields, type Opening, shownFields } from '../domain/ledger/opening.ts';
import { parsePolicy, publicPolicy } from '../domain/ledger/policy.ts';
import { type Entry, openEntry } from '../domain/ledger/receipt.ts';
import { openRemains } from '../domain/ledger/remains.ts';
import type { DisclosedEntry, ReportInput } from './report-input.ts';
import { type Cosigned, openCosigned } from './verify/cosigned.ts';
import { type Evidence, evidenceEntry } from './verify/evidence.ts';
import { goneEntry } from './verify/expunged.ts';
import { logKeyOf } from './verify/log-key-files.ts';

export interface CollectedEntry {
	entry: Entry;
	detail: Detail | undefined;
	/** In place of a detail: what of it is shown. */
	shown?: { opening: Opening; fields: { readonly [name: string]: Json }; hidden: number } | undefined;
}

/** The entries of a report, each verified and once, in the order of the log. Throws `bad-proof`, `damaged`. */
export function collectEntries(input: ReportInput): CollectedEntry[] {
	const { key } = logKeys(input.log);
	const given: DisclosedEntry[] = [
		{ entry: input.log.founding },
		...input.log.enrolments.map((entry) => ({ entry })),
		...input.case.entries,
		...input.items.flatMap((item) => item.entries),
	];
	const collected = new Map<number, CollectedEntry>();
	for (const { entry: source, detail, opening } of given) {
		if (collected.has(source.receipt.index)) continue;
		const entry = openEntry(source, key);
		collected.set(entry.index, {
			entry,
			detail: detail && checkedDetail(entry, detail),
			...(opening === undefined
				? {}
				: { shown: { opening, fields: shownFields(opening, rootOf(entry)), hidden: hiddenFields(opening) } }),
		});
	}
	return [...collected.values()].sort((a, b) => a.entry.index - b.entry.index);
}

/** The log's keys up to the one that signed the checkpoint. Throws `bad-proof`. */
export function logKeys({ vkey, founding, links }: ReportInput['log']): ReturnType<typeof logKeyOf> {
	return logKeyOf(vkey, founding.statement, links ?? []);
}

export function collectEvidence(input: ReportInput, entries: readonly CollectedEntry[]): Evidence {
	const { key, finals } = logKeys(input.log);
	return {
		key,
		finals,
		vkey: input.log.vkey,
		checkpoint: openCheckpoint(input.log.checkpoint, key),
		cosigned: cosignedOf(input.log, key),
		stamps: input.log.stamps,
		gone: (input.expunged ?? [])
			.flatMap(({ remains }) => remains.map((one) => goneEntry(openRemains(one, key))))
			.sort((a, b) => a.index - b.index),
		entries: entries.map(({ entry, detail, shown }) => evidenceEntry(entry, detail ?? shown)),
	};
}

/** The policy that a bag carries: the log, and the witnesses the archive names. It proves nothing by itself. */
export function policyOf({ vkey, witnesses }: ReportInput['log']): string {
	if (witnesses === undefined) return `log ${vkey}\nquorum none\n`;
	// The notary's may name the key that came before or after.
	return witnesses.policy.includes(vkey) ? witnesses.policy : publicPolicy(witnesses.policy, vkey);
}

function cosignedOf(log: ReportInput['log'], key: NoteKey): Cosigned | undefined {
	const note = log.witnesses?.cosigned ?? undefined;
	return note === undefined ? undefined : openCosigned(note, key, parsePolicy(policyOf(log)));
}

function checkedDetail(entry: Entry, shown: NonNullable<DisclosedEntry['detail']>): Detail {
	if (entry.statement.type === 'case.member-added')
		throw new CustosError('bad-request', 'names of members do not leave in a report');
	return decodeDetail(encodeDetail({ seed: fromHex(shown.seed), fields: shown.fields }), rootOf(entry));
}

function rootOf(entry: Entry): Uint8Array {
	const root = entry.statement.detail?.root;
	if (root === undefined) throw new CustosError('damaged', `entry ${entry.index} has no detail to disclose`);
	return fromHex(root);
}
