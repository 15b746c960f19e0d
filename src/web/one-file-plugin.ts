import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { oneFile } from '../report/node/one-file.ts';

/** Puts the script and the styles into `page.html` of the folder; nothing else is left to be written. */
export function inOneFile(here: string, fileName: string): Plugin {
	return {
		name: 'custos-one-file',
		async generateBundle(_, bundle) {
			let script = '';
			for (const [name, part] of Object.entries(bundle)) {
				if (part.type === 'chunk') script += part.code;
				else throw new Error(`${name} cannot be in the page`);
				delete bundle[name];
			}
			const [page, style] = await Promise.all(['page.html', 'page.css'].map((name) => readFile(here + name, 'utf8')));
			const source = oneFile(page as string, { script, style: style as string });
			this.emitFile({ type: 'asset', fileName, source });
		},
	};
}
