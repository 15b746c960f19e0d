import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { platform } from '#platform';
import { fromHex, toHex } from '../../domain/bytes.ts';
import { signAcknowledgement } from '../../domain/ledger/acknowledgement.ts';
import { openBag } from '../../report/node/whole-bag.ts';
import { acknowledgementOf } from '../../report/verify/acknowledge.ts';
import { verifyBag } from '../../report/verify/verify-bag.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { keyFrom } from '../key-from.ts';
import { writeNew } from '../profile/durable-file.ts';
import { Told } from '../told.ts';
import { printable, shortId } from '../words.ts';

/** `custos acknowledge`: a recipient, without an account, says what they were given. Needs no folder and no archive. */
export function acknowledgeCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('acknowledge')
		.description(t.handOver.help.acknowledge)
		.argument('<bag>', t.help.bag)
		.requiredOption('--key <file>', t.handOver.help.key)
		.option('--by <text>', t.handOver.help.by)
		.option('--log-key <key>', t.help.logKey)
		.option('--out <file>', t.handOver.help.noteOut)
		.action(async (bag: string, options: { key: string; by?: string; logKey?: string; out?: string }) => {
			const reader = await openBag(bag);
			const logKey = options.logKey === undefined ? undefined : await keyFrom(options.logKey);
			const verdict = await verifyBag(reader, logKey === undefined ? {} : { logKey });
			if (verdict.result === 'failed') throw new Told('bad-proof', t.handOver.doesNotHold);
			const said = await acknowledgementOf(reader, verdict, { by: options.by ?? '', now: context.now() });
			const seed = await seedIn(context, options.key);
			const out = resolve(options.out ?? `acknowledgement-${shortId(said.report)}.txt`);
			await writeNew(out, signAcknowledgement(said, seed));
			context.out(t.handOver.acknowledged(printable(out), t.handOver.result[said.result]));
			context.result({ ...said, key: toHex(platform.ed25519Public(seed)), file: out });
		});
	examples(
		command,
		context,
		'acknowledge bag.zip --key my.key --by "Office of the prosecutor, A. B."',
		'acknowledge bag --key my.key --log-key archive-key.txt',
	);
}

/** The key in the file; made on the spot, for its owner alone, where there is no such file yet. */
async function seedIn(context: Context, path: string): Promise<Uint8Array> {
	const there = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	if (there === undefined) {
		const seed = platform.randomBytes(32);
		await writeNew(path, `${toHex(seed)}\n`);
		context.say(context.t.handOver.keyMade(printable(path)));
		return seed;
	}
	if (!/^[0-9a-f]{64}\s*$/.test(there)) throw new Told('bad-key', context.t.handOver.badKey(printable(path)));
	return fromHex(there.trim());
}
