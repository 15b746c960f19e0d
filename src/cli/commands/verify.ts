import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { pseudonym } from '../../client/identity.ts';
import { certificatesIn } from '../../domain/time/time-token.ts';
import { openBagFolder } from '../../report/node/bag-folder.ts';
import { openBagZip } from '../../report/node/bag-zip.ts';
import { checkWords } from '../../report/verify/check-words.ts';
import type { Check } from '../../report/verify/checks.ts';
import { limitWords } from '../../report/verify/limits.ts';
import type { Source } from '../../report/verify/two-histories.ts';
import { verifyBag } from '../../report/verify/verify-bag.ts';
import { issuersWord, reasonIn } from '../../report/words/reason.ts';
import { withheldLines, withheldTitle } from '../../report/words/withheld.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { keyFrom } from '../key-from.ts';
import { readPolicy } from '../read-policy.ts';
import { isKept, sourceAt } from '../testimony.ts';
import { thereAt } from '../there.ts';
import { Told } from '../told.ts';
import { printable } from '../words.ts';
import { compareLogs } from './compare-logs.ts';

const EXIT = { confirmed: exitCodes.ok, consistent: exitCodes.unconfirmed, failed: exitCodes.failed } as const;

interface Options {
	logKey?: string;
	policy?: string;
	timeCa?: string;
	acknowledgement?: string;
	against?: string;
}

/** `custos verify`: checks a bag offline. Needs no folder, no passphrase, no archive. */
export function verifyCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('verify')
		.description(t.help.verify)
		.argument('<bag>', t.help.bag)
		.option('--log-key <key>', t.help.logKey)
		.option('--policy <file>', t.witness.verifyPolicy)
		.option('--time-ca <file>', t.time.authorities)
		.option('--acknowledgement <note>', t.handOver.help.checked)
		.option('--against <other>', t.witness.against)
		.action(async (bag: string, options: Options) => {
			const logKey = options.logKey === undefined ? undefined : await keyFrom(options.logKey);
			const compared = await toCompare(context, bag, options.against);
			if (compared !== undefined) return compareLogs(context, compared, logKey);
			const there = await thereAt(bag);
			if (there === undefined) throw new Told('not-found', t.noBag(printable(bag)), { usage: true });
			const source = there.isDirectory() ? openBagFolder(bag) : await openBagZip(bag);
			const policy = options.policy === undefined ? undefined : await readPolicy(options.policy);
			const verdict = await verifyBag(source, {
				...(logKey === undefined ? {} : { logKey }),
				...(policy === undefined ? {} : { policy }),
				...(options.acknowledgement === undefined
					? {}
					: { acknowledgement: await readFile(options.acknowledgement, 'utf8') }),
				...(options.timeCa === undefined ? {} : { timeRoots: certificatesIn(await readFile(options.timeCa, 'utf8')) }),
			});
			for (const line of shown(context, verdict.checks)) context.out(line);
			context.out();
			context.out(t.verdict[verdict.result]);
			if (verdict.result === 'consistent') context.out(t.compareFingerprint(verdict.fingerprint));
			const { acknowledged } = verdict;
			if (acknowledged !== null)
				context.out(
					`\n${t.handOver.signedBy(acknowledged.by, pseudonym(acknowledged.key), t.handOver.result[acknowledged.result])}`,
				);
			const kept = withheldLines(context.lang, verdict.withheld);
			if (kept.length > 0) context.out(`\n${withheldTitle(context.lang)}`);
			for (const line of kept) context.out(`  - ${printable(line)}`);
			if (verdict.result !== 'failed') {
				context.out(`\n${t.notProven}`);
				for (const line of Object.values(limitWords[context.lang])) context.out(`  - ${printable(line)}`);
				const own = issuersWord(context.lang, verdict.onWordOfIssuer);
				if (own.length > 0) context.out(`\n${t.onWord}`);
				for (const line of own) context.out(`  - ${printable(line)}`);
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
		'verify bag --policy witnesses.policy',
		'verify bag --time-ca authorities.pem',
		'verify bag --acknowledgement acknowledgement-1f0c22ab.txt',
		'verify bag --against other-bag.zip',
		'verify signed-otherwise/8f0c….json --log-key archive-key.txt',
	);
}

/** Two things to be held against each other; undefined where one bag is to be verified. */
async function toCompare(context: Context, one: string, other: string | undefined): Promise<Source[] | undefined> {
	if (other === undefined && !(await isKept(one))) return undefined;
	const sources = [];
	for (const path of other === undefined ? [one] : [one, other]) {
		const source = await sourceAt(path);
		if (source === undefined) throw new Told('not-found', context.t.noBag(printable(path)), { usage: true });
		sources.push(source);
	}
	return sources;
}

/** One line a check, in the language of the session; the entries that are well share one. */
function shown({ lang, t }: Context, checks: readonly Check[]): string[] {
	const entries = checks.filter((check) => check.key === 'entry' && check.state === 'pass');
	return checks.flatMap((check) => {
		const name = printable(checkWords[lang][check.key].name(check.about));
		if (check.state === 'fail') return [`FAIL  ${name}: ${printable(reasonIn(lang, check))}`];
		if (check.state === 'unconfirmed')
			return [`?     ${name}${check.key === 'witnesses' ? `: ${printable(reasonIn(lang, check))}` : ''}`];
		if (!entries.includes(check)) return [`ok    ${name}`];
		return check === entries[0] ? [`ok    ${t.entriesChecked(entries.length)}`] : [];
	});
}
