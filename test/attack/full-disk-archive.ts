import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createCase } from '../../src/client/cases.ts';
import { connect } from '../../src/client/connection.ts';
import { found } from '../../src/client/found.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { forgetful } from '../../src/client/memory.ts';
import { submit } from '../../src/client/submit.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { asked, startArchive } from '../system/running.ts';

/**
 * Runs a whole archive with its PostgreSQL on a small disk at the folder given, fills that disk while statements come, makes
 * room, and prints what happened as one line of JSON.
 */
const root = process.argv[2] as string;
process.env['TMPDIR'] = root;
/** More statements than go into what the database has room for already. */
const MOST = 2000;

/** Takes every byte that is left. */
function fill(): void {
	const file = openSync(join(root, 'ballast'), 'a');
	for (let piece = 1 << 20; piece >= 1; ) {
		try {
			writeSync(file, Buffer.alloc(piece, 1));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
			piece >>= 1;
		}
	}
	closeSync(file);
}

const archive = await startArchive();
process.env['CUSTOS_HOME'] = archive.home;
try {
	const identity = createIdentity();
	const pin = await found(archive.server, archive.code, identity, platform.randomBytes(32), new Date());
	const connection = await connect(pin, identity, forgetful());
	const open = await createCase(connection, { title: 'a case', prefix: 'FUL' });
	/** Signs a batch, and gives the receipts, which the client verifies, or why there are none. */
	const write = async () => {
		const drafts = Array.from({ length: 20 }, () => ({
			type: 'report.begun' as const,
			fields: { case: open.id, generation: 1, report: newId(platform.randomBytes) },
		}));
		return submit(connection, drafts).catch((error: unknown) => {
			if (isCustosError(error)) return error.code;
			throw error;
		});
	};
	const given = new Map<string, number>();
	const keep = (written: Awaited<ReturnType<typeof write>>): string => {
		if (typeof written === 'string') return written;
		for (const one of written) given.set(one.id, one.index);
		return 'done';
	};
	const facts: Record<string, unknown> = { empty: keep(await write()) };
	fill();
	let met = 'done';
	for (let n = 0; n < MOST && met === 'done'; n += 20) {
		fill();
		met = keep(await write());
	}
	facts['full'] = met;
	const before = given.size;
	facts['stillFull'] = keep(await write());
	facts['noReceipts'] = given.size - before;
	rmSync(join(root, 'ballast'));
	do met = keep(await write());
	while (met === 'unavailable' || met === 'disk-full');
	facts['room'] = met;
	let same = true;
	for (const [id, index] of given) {
		const { outcome } = await connection.ask(answers.outcome, `/v1/receipts/${id}`);
		same &&= outcome !== null && 'receipt' in outcome && outcome.receipt.index === index;
	}
	facts['receiptsHold'] = same;
	const audit = await asked(archive, 'investigator', 'audit');
	facts['audit'] = audit['ok'];
	facts['nothingLost'] = (audit['entries'] as number) >= given.size + 2;
	facts['told'] = archive.said.join('').includes('make room on it');
	process.stdout.write(JSON.stringify(facts));
} finally {
	await archive.stop();
}
