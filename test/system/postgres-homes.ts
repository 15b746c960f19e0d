import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../infra/embedded/postgres.ts';
import type { ProcessMark } from '../../infra/embedded/proc.ts';
import { isRunning, markOf } from '../../infra/embedded/proc.ts';

const prefix = 'custos-test-';

/** A home for one test run, in the system's temporary folder. Root's server user may pass through it, no more. */
export function temporaryHome(): string {
	const home = mkdtempSync(join(tmpdir(), prefix));
	chmodSync(home, 0o711);
	writeFileSync(join(home, 'owner.json'), JSON.stringify(markOf(process.pid)));
	return home;
}

/** Removes a home, wherever its cluster lies. Its server must be stopped. */
export function removeHome(home: string): void {
	const pointer = join(home, 'postgres/elsewhere');
	if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true });
	const sockets = join(home, 'postgres/sockets-at');
	if (existsSync(sockets)) rmSync(readFileSync(sockets, 'utf8').trim(), { recursive: true, force: true });
	rmSync(home, { recursive: true, force: true });
}

/** Ends the servers of test runs that were killed, and removes their homes. */
export async function removeAbandonedHomes(): Promise<void> {
	for (const name of readdirSync(tmpdir())) {
		const home = join(tmpdir(), name);
		if (!name.startsWith(prefix) || statSync(home, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue;
		const owner = ownerOf(home);
		if (!owner || isRunning(owner)) continue;
		// One that cannot even be started has no server to stop.
		const left = await startPostgres({ home, log: () => undefined }).catch(() => undefined);
		await left?.stop();
		removeHome(home);
	}
}

function ownerOf(home: string): ProcessMark | undefined {
	const file = join(home, 'owner.json');
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ProcessMark) : undefined;
}
