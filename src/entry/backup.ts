import { z } from 'zod';
import { backup } from '../../workers/backup/backup.ts';
import { entryTexts } from '../app/entries.ts';
import { connect } from '../db/connect.ts';
import { CustosError } from '../domain/errors.ts';
import type { NoteKey } from '../domain/ledger/note.ts';
import { openEntry } from '../domain/ledger/receipt.ts';
import { BackupPlace, openBackupPlace } from './backup-place.ts';
import { logKeyOf, notaryFolder, storeConfig } from './home.ts';
import { openStore } from './store.ts';
import { runTask } from './task.ts';

/** `custos backup`: everything the archive needs, into a folder or bucket elsewhere. */
await runTask(z.strictObject({ target: BackupPlace }), async ({ home, database, options, signal, progress }) => {
	const databaseUrl = database.url('custos_auditor');
	return backup({
		databaseUrl,
		store: await openStore(storeConfig(home, databaseUrl)),
		notaryHome: notaryFolder(home),
		recovery: await recoveryKeyOf(databaseUrl, await logKeyOf(home)),
		target: await openBackupPlace(options.target, 'write', process.env),
		signal,
		onProgress: ({ phase, done }) => progress(phase, done),
	});
});

/** The recovery key of entry 0, which must be proven under the notary's own log key: its state is sealed to it. */
async function recoveryKeyOf(databaseUrl: string, logKey: NoteKey): Promise<string> {
	const { db } = connect(databaseUrl, { max: 1 });
	try {
		const [founding] = await entryTexts(db, [0]);
		if (founding === undefined) throw new CustosError('not-found', 'there is no archive yet: nothing to back up');
		const { statement } = openEntry(founding, logKey);
		if (statement.type !== 'archive.founded') throw new CustosError('bad-proof', 'entry 0 is not a founding');
		return statement.recovery;
	} finally {
		await db.destroy();
	}
}
