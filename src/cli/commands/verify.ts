import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { openBagFolder } from '../../report/node/bag-folder.ts';
import { openBagZip } from '../../report/node/bag-zip.ts';
import type { Check } from '../../report/verify/checks.ts';
import { verifyBag } from '../../report/verify/verify-bag.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { Told } from '../told.ts';
import { printable } from '../words.ts';

const EXIT = { confirmed: exitCodes.ok, consistent: exitCodes.unconfirmed, failed: exitCodes.failed } as const;

/** `custos verify`: checks a bag offline. Needs no folder, no passphrase, no archive. */
export function verifyCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('verify')
		.description(t.help.verify)
		.argument('<bag>', t.help.bag)
		.option('--log-key <key>', t.help.logKey)
		.action(async (bag: string, options: { logKey?: string }) => {
			const there = await stat(bag).catch(() => undefined);
			if (there === undefined) throw new Told('not-found', t.noBag(printable(bag)), { usage: true });
			const source = there.isDirectory() ? openBagFolder(bag) : await openBagZip(bag);
			const logKey = options.logKey === undefined ? undefined : await keyFrom(options.logKey);
			const verdict = await verifyBag(source, logKey === undefined ? {} : { logKey });
			for (const line of shown(context, verdict.checks)) context.out(line);
			context.out();
			context.out(t.verdict[verdict.result]);
			if (verdict.result === 'consistent') context.out(t.compareFingerprint(verdict.fingerprint));
			if (verdict.result !== 'failed') {
				context.out(`\n${t.notProven}`);
				for (const line of verdict.notProven) context.out(`  - ${printable(line)}`);
			}
			context.exit(EXIT[verdict.result]);
			context.result(verdict);
		});
	examples(
		command,
		context,
		'verify bag',
		'verify bag.zip',
		'verify bag --log-key custos/912f97d879f48476+dfd77b8b+Af1eai…',
		'verify bag --log-key archive-key.txt',
	);
}

/** One line a check; the entries that are well share one. */
function shown(context: Context, checks: readonly Check[]): string[] {
	const entries = checks.filter((check) => check.ok && /^entry \d+: statement/.test(check.name));
	return checks.flatMap((check) => {
		if (!check.ok) return [`FAIL  ${printable(check.name)}: ${printable(check.reason)}`];
		if (!entries.includes(check)) return [`ok    ${printable(check.name)}`];
		return check === entries[0] ? [`ok    ${context.t.entriesChecked(entries.length)}`] : [];
	});
}

/** The key itself, or the first word of the file that holds it. */
async function keyFrom(given: string): Promise<string> {
	if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(given.trim())) return given.trim();
	return (await readFile(given, 'utf8')).trim();
}
