import type { CollectedEntry } from './collect-evidence.ts';
import type { ReportInput } from './report-input.ts';
import { SIGNED } from './verify/check-signed.ts';
import { COSIGNED } from './verify/cosigned.ts';
import { remainsFiles } from './verify/expunged.ts';
import { LOG_KEYS } from './verify/log-key-files.ts';
import { ALWAYS } from './verify/nothing-else.ts';
import { entryPath, LEDGER } from './verify/read-evidence.ts';
import type { CustodyReport, ReportItem } from './verify/report-model.ts';
import { stampFiles } from './verify/stamped.ts';

/** A file of a bag, and the item it is of; null: of the report as a whole. */
export interface BagFile {
	path: string;
	item: string | null;
	/** Bytes, where they are known before it is written. */
	size: number | null;
}

export interface LogParts {
	grown: boolean;
	cosigned: boolean;
	rotated: boolean;
	/** Paths of stamped checkpoints and their tokens. */
	stamps: readonly string[];
	/** Paths of what remains of entries about expunged items. */
	remains: readonly string[];
}

/** Which files of the log there are only sometimes. */
export function partsOf({ log: { growth, links, witnesses, stamps }, expunged = [] }: ReportInput): LogParts {
	return {
		grown: growth.length > 0,
		rotated: (links ?? []).length > 0,
		cosigned: typeof witnesses?.cosigned === 'string',
		stamps: stampFiles(stamps ?? []).map(({ path }) => path),
		remains: expunged.flatMap(({ remains }) => remains.flatMap(remainsFiles)).map(({ path }) => path),
	};
}

/** Every file that a bag on this report has, and no other: `writeBag` and `finishBag` write nothing that is not here. */
export function bagFiles(report: CustodyReport, entries: readonly CollectedEntry[], log: LogParts): BagFile[] {
	const common = [
		...ALWAYS,
		...(log.grown ? [`${LEDGER}/consistency.json`] : []),
		...(log.cosigned ? [COSIGNED] : []),
		...(log.rotated ? [LOG_KEYS] : []),
		...log.stamps,
		...log.remains,
		...entries.flatMap(({ entry, detail, shown }) =>
			entryFiles(entryPath(entry.index), detail !== undefined ? 'detail.json' : shown && 'shown.json'),
		),
		'manifest-sha256.txt',
		'bagit.txt',
		'bag-info.txt',
		'README-how-to-verify.txt',
		...entryFiles(SIGNED, undefined),
		`${SIGNED}.consistency`,
		'report.note',
		'tagmanifest-sha256.txt',
	];
	return [...report.items.flatMap(filesOfItem), ...common.map((path): BagFile => ({ path, item: null, size: null }))];
}

function filesOfItem({ id, files, size, sealed }: ReportItem): BagFile[] {
	const one = (path: string | undefined | null, bytes: number | null): BagFile[] =>
		path === null || path === undefined ? [] : [{ path, item: id, size: bytes }];
	return [
		...one(files.original, size),
		...one(files.age, sealed.size),
		...one(files.key, null),
		...one(files.probe?.path, null),
		...one(files.packets?.path, null),
		...files.keyframes.flatMap(({ path }) => one(path, null)),
	];
}

function entryFiles(path: string, disclosed: 'detail.json' | 'shown.json' | undefined): string[] {
	const kinds = [
		'statement.json',
		'signature',
		'opening.json',
		'leaf',
		'tlog-proof',
		...(disclosed === undefined ? [] : [disclosed]),
	];
	return kinds.map((kind) => `${path}.${kind}`);
}
