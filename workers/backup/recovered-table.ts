import { appendFile, readFile } from 'node:fs/promises';
import { CustosError } from '../../src/domain/errors.ts';
import type { RecoveredFile } from './recovered-file.ts';
import type { NamedBody } from './saved-ledger.ts';

/** What the columns of the table are. */
const COLUMNS = 'item\tcase\tresult\tbytes\tend\tsha256\n';

/** One line for each item that was tried, added as soon as it is known; of several for one item the last holds. */
export class RecoveredTable {
	readonly #path: string;
	/** Items that are done, and how large their files are. */
	readonly done = new Map<string, number>();

	private constructor(path: string) {
		this.#path = path;
	}

	/** Reads what an earlier run wrote. Throws `exists` when the file there is no such table. */
	static async open(path: string): Promise<RecoveredTable> {
		const table = new RecoveredTable(path);
		const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});
		if (before === undefined) await appendFile(path, COLUMNS, { mode: 0o600 });
		else if (!before.startsWith(COLUMNS))
			throw new CustosError('exists', 'there is another file in the place of the table');
		// A line that a crash cut short is no line.
		for (const line of before
			?.slice(0, before.lastIndexOf('\n') + 1)
			.split('\n')
			.slice(1) ?? []) {
			const [item, , result, bytes] = line.split('\t') as [string, string?, string?, string?];
			if (result === 'opened') table.done.set(item, Number(bytes));
		}
		if (before !== undefined && !before.endsWith('\n')) await appendFile(path, '\n');
		return table;
	}

	async opened({ item, case: of }: NamedBody, { size, end, sha256 }: RecoveredFile): Promise<void> {
		await appendFile(this.#path, `${[item, of, 'opened', size, end, sha256].join('\t')}\n`);
	}

	async failed({ item, case: of }: NamedBody, what: string): Promise<void> {
		await appendFile(this.#path, `${[item, of, what, '', '', ''].join('\t')}\n`);
	}
}
