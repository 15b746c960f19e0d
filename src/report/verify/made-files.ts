import { z } from 'zod';
import { CustosError } from '../../domain/errors.ts';
import type { Choices } from '../../domain/leaves.ts';
import { type EvidenceEntry, isAccepted, mayHide } from './evidence.ts';
import { onWord } from './on-word.ts';
import type { ReportItem } from './report-model.ts';

const MadeFiles = z.array(z.object({ name: z.string(), sha256: z.string(), ptsMs: z.number().optional() }));

/** The files that the shown details of these entries list. */
export function madeFiles(entries: readonly EvidenceEntry[]): z.infer<typeof MadeFiles> {
	return entries.flatMap(({ detail }) => MadeFiles.catch([]).parse(detail?.fields['files']));
}

/** True for the accepted entry of what an examination made; the copy that browsers play is another thing. */
export function madeInExamination(entry: EvidenceEntry): boolean {
	return isAccepted(entry, 'derivative.made') && entry.statement.kind === undefined;
}

/**
 * Key frames with their times, and the packet manifest, are among the files that the signed details of the examination list:
 * returns what these do not cover, and throws what they contradict. A mosaic is made by the issuer, of a picture of its time.
 */
export function checkMadeFiles(
	{ id, files }: Pick<ReportItem, 'id' | 'files'>,
	history: readonly EvidenceEntry[],
	chosen: Choices['keyframes'] | undefined,
): string[] {
	const entries = history.filter(madeInExamination);
	const made = madeFiles(entries);
	const isWhole = made.length > 0 && !entries.some((one) => mayHide(one) && !one.detail?.fields['files']);
	const { packets, keyframes } = files;
	const strangers = keyframes.filter(
		({ sha256, ptsMs }) => !made.some((one) => one.sha256 === sha256 && one.ptsMs === ptsMs),
	);
	const known = ({ sha256 }: { sha256: string }): boolean =>
		made.some((one) => one.name === 'packets.framehash' && one.sha256 === sha256);
	const stranger = packets === null || known(packets) ? undefined : packets;
	if (isWhole) {
		const untimed = strangers.find(({ ptsMs }) => !made.some((one) => one.ptsMs === ptsMs));
		const wrong = stranger ?? (chosen === 'open' ? strangers[0] : chosen === 'blurred' ? untimed : undefined);
		if (wrong !== undefined)
			throw new CustosError('bad-proof', `${wrong.path} is none of the files that the signed detail says were made`);
	}
	return [
		...(strangers.length > 0 ? [onWord('keyframes', `item ${id}`)] : []),
		...(stranger === undefined ? [] : [onWord('packets.path', `item ${id}`)]),
	];
}
