import { platform } from '#platform';
import { toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { ItemInput, PlannedFiles } from './report-input.ts';
import type { ReportItem } from './verify/report-model.ts';

/** Where an item's files go in the bag: by its lowest exhibit number, else by its id. Never by its name. */
export function itemFolder(item: ItemInput): string {
	const number = Math.min(...item.exhibits.map((exhibit) => exhibit.number));
	return `data/items/${Number.isFinite(number) ? `EX-${String(number).padStart(4, '0')}` : `ITEM-${item.id}`}`;
}

/** The paths of an item's files, with the hashes of the small ones. Throws `bad-request` for a key without the original. */
export function itemFiles(item: ItemInput): ReportItem['files'] {
	if (item.planned !== undefined) return pathsOf(item, item.planned);
	if (item.key !== undefined && (item.original === undefined || item.sealed === undefined)) {
		throw new CustosError(
			'bad-request',
			'the key of an original leaves only together with the original and the sealed file',
		);
	}
	if (item.original !== undefined && item.sha256 === null)
		throw new CustosError('bad-request', 'an original leaves only with its hash');
	const hash = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : toHex(platform.sha256(bytes)));
	return pathsOf(item, {
		original: item.original !== undefined,
		sealed: item.sealed !== undefined,
		key: item.key !== undefined,
		probe: hash(item.probe),
		packets: hash(item.framehash),
		keyframes: item.keyframes.map(({ jpeg, ptsMs }) => ({ sha256: toHex(platform.sha256(jpeg)), ptsMs })),
	});
}

function pathsOf(item: ItemInput, has: PlannedFiles): ReportItem['files'] {
	const folder = itemFolder(item);
	const file = (path: string, sha256: string | null) =>
		sha256 === null ? null : { path: `${folder}/${path}`, sha256 };
	return {
		original: has.original ? `${folder}/original${extension(item.path)}` : null,
		age: has.sealed ? `${folder}/item.age` : null,
		key: has.key ? `${folder}/item.key` : null,
		probe: file('metadata/ffprobe.json', has.probe),
		packets: file('packets.framehash', has.packets),
		keyframes: has.keyframes.map((frame, i) => ({
			path: `${folder}/keyframes/${String(i + 1).padStart(4, '0')}.jpg`,
			...frame,
		})),
	};
}

/** `.mp4` of a name that ends so; nothing if it could be anything but a plain extension. */
function extension(name: string | null): string {
	const match = /\.([A-Za-z0-9]{1,8})$/.exec(name ?? '');
	return match === null ? '' : `.${(match[1] as string).toLowerCase()}`;
}
