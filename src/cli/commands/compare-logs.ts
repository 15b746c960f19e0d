import type { Contradiction } from '../../domain/ledger/contradiction.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { compareSources, keyShown, keysNamed, type Source } from '../../report/verify/two-histories.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

/**
 * `custos verify … --against …`, and of what a witness kept: whether one log signed two histories. Ends with 0 where that
 * is proven, 3 where nothing shows it; whatever does not verify under the log key fails.
 */
export async function compareLogs(
	context: Context,
	sources: readonly Source[],
	given: string | undefined,
): Promise<void> {
	const words = context.t.witness;
	const key = keyOf(context, sources, given);
	if (key === undefined) throw wrongUsage(words.needsKey);
	if (sources.length === 1 && sources[0]?.kind !== 'two') throw wrongUsage(words.needsOther);
	const { log, fingerprint: print, sizes, found } = await compareSources(sources, key);
	if (found === undefined) {
		context.out(words.noContradiction(printable(key.name), sizes[0] as number, sizes[1] as number));
		context.exit(exitCodes.unconfirmed);
	} else sayFound(context, found, key, print);
	if (given === undefined) context.out(words.keyFromBag(print));
	context.result({ log, fingerprint: print, contradiction: found ?? null });
}

function sayFound({ out, t }: Context, { range, sizes, notes }: Contradiction, key: NoteKey, print: string): void {
	const words = t.witness;
	out(words.contradiction(printable(key.name), print));
	const [low, high] = range;
	out(
		low === 0 && high === sizes[0] && high === sizes[1]
			? words.sameSize(high)
			: words.otherEntries(low, high - 1, ...sizes),
	);
	for (const note of notes)
		out(
			`\n${note
				.trimEnd()
				.split('\n')
				.map((line) => `  ${printable(line)}`)
				.join('\n')}`,
		);
	out(`\n${words.whatItMeans}`);
}

/** The key that was given, else the one bag's; two bags of different logs contradict each other in nothing. */
function keyOf({ t }: Context, sources: readonly Source[], given: string | undefined): NoteKey | undefined {
	if (given !== undefined) return keyShown(sources, given);
	const [named, ...more] = keysNamed(sources);
	if (more.length > 0) throw new Told('bad-key', t.witness.twoLogs);
	return named === undefined ? undefined : keyShown(sources, named);
}
