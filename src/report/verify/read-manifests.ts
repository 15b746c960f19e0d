import { text, toHex } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import { hashFile } from './hash-file.ts';

const LINE = /^([0-9a-f]{64}) {2}([A-Za-z0-9][A-Za-z0-9._/-]*)$/;
const BAGIT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const TAG_MANIFEST = 'tagmanifest-sha256.txt';
/** All that lies beside `data/`: nothing there is under the issuer's signature by its hash, so nothing else may be there. */
const BESIDE =
	/^(bagit\.txt|bag-info\.txt|manifest-sha256\.txt|README-how-to-verify\.txt|report\.note|report\.signed\.[a-z.-]{1,20})$/;

/** Path → SHA-256 in hex. Strict: two spaces, safe paths, no path twice. Throws `bad-request`. */
export function parseManifest(source: string): Map<string, string> {
	const files = new Map<string, string>();
	if (!source.endsWith('\n')) throw new CustosError('bad-request', 'a manifest ends with a whole line');
	for (const line of source.slice(0, -1).split('\n')) {
		const match = LINE.exec(line);
		const path = match?.[2] ?? '';
		if (match === null || path.split('/').some((part) => !/^[A-Za-z0-9]/.test(part)))
			throw new CustosError('bad-request', 'a manifest has a line that is not "hash, two spaces, safe path"');
		if (files.has(path)) throw new CustosError('bad-request', `the manifest names ${path} twice`);
		files.set(path, match[1] as string);
	}
	return files;
}

export function formatManifest(files: ReadonlyMap<string, string>): string {
	return [...files]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([path, hash]) => `${hash}  ${path}\n`)
		.join('');
}

/**
 * RFC 8493: the declaration is there, every file is in exactly the manifest it belongs to, with its hash, none is missing, and
 * beside the data lies nothing but what a report has.
 */
export async function checkManifests(bag: BagReader): Promise<void> {
	if (text(await readSmall(bag, 'bagit.txt', 1000)) !== BAGIT)
		throw new CustosError('bad-request', 'bagit.txt does not declare a BagIt 1.0 bag');
	const payload = parseManifest(text(await readSmall(bag, 'manifest-sha256.txt')));
	const tags = parseManifest(text(await readSmall(bag, TAG_MANIFEST)));
	const present = new Set(await bag.list());
	for (const path of present) {
		const listed = path.startsWith('data/') ? payload.has(path) : tags.has(path) || path === TAG_MANIFEST;
		if (!listed) throw new CustosError('hash-mismatch', `the bag holds ${quoted(path)}, which no manifest lists`);
		if (!path.startsWith('data/') && path !== TAG_MANIFEST && !BESIDE.test(path))
			throw new CustosError('bad-proof', `the bag holds ${quoted(path)}, which no custody report has beside its data`);
	}
	for (const [path, expected] of [...payload, ...tags]) {
		if (!present.has(path)) throw new CustosError('not-found', `${path} is in a manifest but not in the bag`);
		if (payload.has(path) !== path.startsWith('data/'))
			throw new CustosError('bad-request', `${path} is in the wrong manifest`);
		if (toHex(await hashFile(bag, path)) !== expected)
			throw new CustosError('hash-mismatch', `${path} does not have the hash in the manifest`);
	}
}

export { BAGIT as bagDeclaration };

/** A path that nobody vouched for, safe to print. */
export function quoted(path: string): string {
	return JSON.stringify(path.slice(0, 100)).replace(/[^\x20-\x7e]/g, '?');
}
