import { z } from 'zod';
import { createWitness, watchLog, witnessKeys } from '../../workers/witness/folder.ts';
import { witnessStatus } from '../../workers/witness/status.ts';
import { runPlainTask } from './task.ts';

const folder = z.string().startsWith('/');
const Options = z.discriminatedUnion('verb', [
	z.strictObject({ verb: z.literal('init'), folder, name: z.string() }),
	z.strictObject({ verb: z.literal('watch'), folder, log: z.string(), rotated: z.boolean().default(false) }),
	z.strictObject({ verb: z.literal('status'), folder }),
]);

/** `custos witness init`, `watch` and `status`: what is done in the folder of a witness, whether it runs or not. */
await runPlainTask(Options, async ({ options }) => {
	if (options.verb === 'init') {
		const { name, vkey } = await createWitness(options.folder, options.name);
		return { name, key: vkey };
	}
	const { name, vkey } = await witnessKeys(options.folder);
	if (options.verb === 'watch') await watchLog(options.folder, options.log, options.rotated);
	return { name, key: vkey, ...(await witnessStatus(options.folder)) };
});
