import type { Command } from 'commander';
import { countStewards } from '../../client/enrolled.ts';
import { bring, type Roster, roster } from '../../client/people.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { tellWaiting } from '../tell-agreed.ts';
import { wrongUsage } from '../told.ts';

/** `custos threshold`: how many stewards must agree. */
export function thresholdCommands(program: Command, context: Context): void {
	const words = context.t.stewards;
	const group = program.command('threshold').description(words.threshold);
	examples(group, context, 'threshold show', 'threshold set 2');

	const show = group
		.command('show')
		.description(words.thresholdShow)
		.action(async () => {
			const standing = await roster(await context.connection());
			for (const line of thresholdLines(context, standing)) context.out(line);
			context.result({ threshold: standing.threshold, stewards: activeStewards(standing) });
		});
	examples(show, context, 'threshold show');

	const set = group
		.command('set')
		.description(words.thresholdSet)
		.argument('<count>', words.count)
		.action(async (given: string) => {
			if (!/^[1-9]\d?$/.test(given)) throw wrongUsage(words.badCount);
			const connection = await context.connection();
			const act = { type: 'threshold.changed' as const, threshold: Number(given) };
			const agreed = await bring(connection, act);
			if (agreed.done)
				for (const line of thresholdLines(context, { ...(await roster(connection)), threshold: act.threshold }))
					context.out(line);
			await tellWaiting(context, connection, act, agreed);
			context.result(agreed);
		});
	examples(set, context, 'threshold set 2');
}

/** How many must agree, and what to look out for. */
export function thresholdLines({ t }: Context, standing: Roster): string[] {
	const { threshold } = standing;
	const active = activeStewards(standing);
	return [
		t.stewards.howMany(threshold, active),
		...(threshold === 1 ? [t.stewards.alone] : threshold >= active ? [t.stewards.allNeeded(active)] : []),
	];
}

function activeStewards({ people, byPeople }: Roster): number {
	return countStewards(people, byPeople);
}
