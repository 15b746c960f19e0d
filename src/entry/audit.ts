import { z } from 'zod';
import { audit } from '../../workers/audit/audit.ts';
import { readNotaryState } from '../../workers/backup/notary-state.ts';
import { CustosError } from '../domain/errors.ts';
import { logKeyOf, notaryFolder, storeConfig } from './home.ts';
import { openStore } from './store.ts';
import { runTask } from './task.ts';

/** `custos audit`. The head is read before the audit begins, so that entries that come meanwhile are no difference. */
await runTask(
	'archive',
	z.strictObject({ logKey: z.string().optional(), objects: z.boolean() }),
	async ({ home, database, options, progress }) => {
		const logKey = await logKeyOf(home);
		if (options.logKey !== undefined && options.logKey !== logKey)
			throw new CustosError('bad-key', 'the notary of this machine holds another log key than the one you trust');
		const { head } = await readNotaryState(notaryFolder(home));
		const databaseUrl = database.url('custos_auditor');
		const store = await openStore(storeConfig(home, databaseUrl));
		return audit({
			databaseUrl,
			store,
			logKey,
			head,
			signatures: true,
			objects: options.objects,
			onProgress: ({ phase, done, total }) => progress(phase, done, total),
		});
	},
);
