import { z } from 'zod';
import { type AuditProgress, audit } from '../../workers/audit/audit.ts';
import { repair } from '../../workers/audit/repair.ts';
import { readNotaryState } from '../../workers/backup/notary-state.ts';
import { parseKeys } from '../../workers/notary/keys.ts';
import { CustosError } from '../domain/errors.ts';
import { fromKey, keyText } from '../domain/ledger/log-keys.ts';
import { logKeyOf, notaryFolder, storeConfig } from './home.ts';
import { openStore } from './store.ts';
import { runTask } from './task.ts';

/** `custos audit`, after mending the read tables if asked to. The head is read before the audit begins, so that entries that come meanwhile are no difference. */
await runTask(
	z.strictObject({ logKey: z.string().optional(), objects: z.boolean(), repair: z.boolean() }),
	async ({ home, database, options, progress }) => {
		const key = await logKeyOf(home);
		const logKey = options.logKey ?? keyText(key);
		if (fromKey(key, logKey) === undefined)
			throw new CustosError('bad-key', 'the notary of this machine holds another log key than the one you trust');
		const { head, keys } = await readNotaryState(notaryFolder(home));
		const onProgress = ({ phase, done, total }: AuditProgress): void => progress(phase, done, total);
		const repaired = options.repair
			? await repair({
					databaseUrl: database.url(database.superuser),
					notaryHome: notaryFolder(home),
					keys: parseKeys(keys),
					head,
					now: new Date(),
					onProgress,
				})
			: undefined;
		const databaseUrl = database.url('custos_auditor');
		const store = await openStore(storeConfig(home, databaseUrl));
		const result = await audit({
			databaseUrl,
			store,
			logKey,
			head,
			signatures: true,
			objects: options.objects,
			onProgress,
		});
		return repaired === undefined ? result : { ...result, repaired };
	},
);
