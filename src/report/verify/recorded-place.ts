import { text } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import type { ReportItem, Technical } from './report-model.ts';

/** Latitude, longitude and perhaps height: `+51.4169-000.0806/`, `+59.9343+030.3351+012.000/` (ISO 6709, Annex H). */
const ISO_6709 =
	/^[+-]\d{2,6}(?:\.\d{1,12})?[+-]\d{3,7}(?:\.\d{1,12})?(?:[+-]\d{1,6}(?:\.\d{1,12})?)?(?:CRS[\w:]{1,32})?\/?$/;
/** Under what names files hold it. */
const NAMES = ['com.apple.quicktime.location.iso6709', 'location'];
/** Bytes of raw media data, which no worker keeps more of. */
const LARGEST = 4 * 2 ** 20;

/** Where a file claims to have been recorded, by what ffprobe printed of it; undefined where it claims nothing that can be read. */
export function recordedPlace(probe: Uint8Array): string | undefined {
	const all = tagsOf(probe);
	return NAMES.flatMap((name) => all.filter(([known]) => known.toLowerCase() === name))
		.map(([, value]) => value)
		.find((value): value is string => typeof value === 'string' && ISO_6709.test(value));
}

function tagsOf(probe: Uint8Array): [name: string, value: unknown][] {
	try {
		const { format, streams } = JSON.parse(text(probe)) as { format?: Tagged; streams?: (Tagged | null)[] };
		return [format, ...(streams ?? [])].flatMap((one) => Object.entries(one?.tags ?? {}));
	} catch {
		return [];
	}
}

interface Tagged {
	tags?: { [name: string]: unknown } | null;
}

/** The place that a report states is that of the raw probe output in the bag. Throws `bad-proof`. */
export async function checkPlace(bag: BagReader, { id, files }: ReportItem, technical?: Technical): Promise<void> {
	const place = technical?.place;
	if (place === undefined) return;
	const said = files.probe === null ? undefined : recordedPlace(await readSmall(bag, files.probe.path, LARGEST));
	if (said !== place)
		throw new CustosError('bad-proof', `the raw probe output of item ${id} in the bag does not say that place`);
}
