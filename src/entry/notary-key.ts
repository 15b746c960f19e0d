import { z } from 'zod';
import { prepareKey } from '../../workers/notary/keys.ts';
import { dataFolder, logKeyOf, notaryFolder } from './home.ts';
import { runPlainTask } from './task.ts';

/** `custos notary prepare-key`: the log's next key, in the notary's own folder, whether it runs or not. Its public half comes back. */
await runPlainTask(z.strictObject({ anew: z.boolean() }), async ({ options }) => {
	const home = dataFolder();
	const { name } = await logKeyOf(home);
	const { vkey } = await prepareKey(notaryFolder(home), name, options.anew);
	return { key: vkey };
});
