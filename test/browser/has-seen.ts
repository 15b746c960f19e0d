import type { Page } from 'playwright-core';
import { toHex } from '../../src/domain/bytes.ts';
import type { Checkpoint } from '../../src/domain/ledger/checkpoint.ts';
import { keepFile } from './kept-file.ts';

/** Writes into the page's own storage what this person saw last of the log, as if they had seen it. */
export function hasSeen(page: Page, person: string, { origin, size, root }: Checkpoint): Promise<void> {
	return keepFile(page, person, 'checkpoint.json', `${JSON.stringify({ origin, size, root: toHex(root) })}\n`);
}
