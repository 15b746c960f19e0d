const DECLARATION = 'bagit.txt';

/** The folder that a bag lies in among these paths, with its `/`; empty when it lies at the top, or when there is none. */
export function bagRoot(paths: readonly string[]): string {
	if (paths.includes(DECLARATION)) return '';
	const root = `${paths[0]?.split('/')[0] ?? ''}/`;
	return paths.includes(root + DECLARATION) && paths.every((path) => path.startsWith(root)) ? root : '';
}
