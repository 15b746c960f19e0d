import { CustosError } from '../../domain/errors.ts';
import type { BagReader } from './bag-reader.ts';
import { CASE_UCO } from './check-case-uco.ts';
import { filesOf } from './check-files.ts';
import { readReport } from './check-report.ts';
import { COSIGNED } from './cosigned.ts';
import { LOG_KEYS } from './log-key-files.ts';
import { entryPath, LEDGER } from './read-evidence.ts';
import { quoted } from './read-manifests.ts';
import type { CustodyReport } from './report-model.ts';
import { TIMES } from './stamped.ts';

/** What every bag has beside entries and items. */
export const ALWAYS: readonly string[] = [
	'data/report.json',
	'data/report.pdf',
	CASE_UCO,
	'data/verify.sh',
	'data/verify.html',
	`${LEDGER}/policy`,
	`${LEDGER}/checkpoint`,
];
/** The same, with what some have. Each that is there has a check of its own, but for the two that check. */
const COMMON = [...ALWAYS, `${LEDGER}/consistency.json`, COSIGNED, LOG_KEYS];
const ENTRY = /^data\/ledger\/(\d{6,16})\.(statement|skeleton)\.json$/;
/** So many are named. */
const MOST = 5;

/**
 * Under `data/` lies nothing but what the report, its part of the log and what remains of expunged items account for: a signed manifest
 * alone would vouch for any file. Throws `bad-proof`.
 */
export async function checkNothingElse(bag: BagReader): Promise<void> {
	// What cannot be read as a report accounts for nothing of an item; the check of the report says why it cannot.
	const report = await readReport(bag).catch(() => undefined);
	if (report === undefined) return;
	const stray = strayFiles(await bag.list(), report);
	if (stray.length === 0) return;
	const named = stray.slice(0, MOST).map(quoted).join(', ');
	throw new CustosError('bad-proof', `the bag holds ${named}, which nothing in the report accounts for`);
}

function strayFiles(paths: readonly string[], report: CustodyReport): string[] {
	const present = new Set(paths);
	const known = new Set([...COMMON, ...report.items.flatMap(filesOf)]);
	for (const path of paths) {
		const [, digits, kind] = ENTRY.exec(path) ?? [];
		if (digits === undefined) continue;
		const entry = entryPath(Number(digits));
		const whole = [
			'statement.json',
			'signature',
			'opening.json',
			present.has(`${entry}.detail.json`) ? 'detail.json' : 'shown.json',
		];
		for (const one of kind === 'statement' ? whole : ['skeleton.json']) known.add(`${entry}.${one}`);
		for (const one of ['leaf', 'tlog-proof']) known.add(`${entry}.${one}`);
	}
	// Of times `readStamped` knows every file by what was stamped.
	return paths.filter((path) => path.startsWith('data/') && !path.startsWith(TIMES) && !known.has(path));
}
