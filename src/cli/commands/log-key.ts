import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { platform } from '#platform';
import type { Connection } from '../../client/connection.ts';
import { keysKnown, logKeys, rotateLogKey, rotation } from '../../client/log-key.ts';
import { people } from '../../client/people.ts';
import { RotationReason } from '../../domain/ledger/act.ts';
import { fingerprint } from '../../report/verify/report-note.ts';
import { archiveTask } from '../archive-task.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { tellWaiting } from '../tell-agreed.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

const printOf = (vkey: string): string => fingerprint(vkey, (data) => platform.sha256(data));

/** `custos log-key …` and `custos notary prepare-key`: the key that signs the ledger, and the one that is to follow it. */
export function logKeyCommands(program: Command, context: Context): void {
	const words = context.t.stewards.logKey;
	const group = program.command('log-key').description(words.help);
	examples(group, context, 'log-key show', 'log-key rotate --reason planned');

	const show = group
		.command('show')
		.description(words.helpShow)
		.action(async () => {
			const connection = await context.connection();
			await connection.seen();
			await people(connection);
			const { keys, prepared } = await logKeys(connection);
			for (const { vkey, after, until } of keys) {
				context.out(until === null ? words.now(after) : words.before(after, until));
				context.out(`  ${printable(vkey)}\n  ${printOf(vkey)}`);
			}
			if (prepared !== null) context.out(`${words.prepared}\n  ${printable(prepared)}\n  ${printOf(prepared)}`);
			const told = keys.map((one) => ({ ...one, fingerprint: printOf(one.vkey) }));
			context.result({
				keys: told,
				prepared: prepared === null ? null : { vkey: prepared, fingerprint: printOf(prepared) },
			});
		});
	examples(show, context, 'log-key show', '--json log-key show');

	const rotate = group
		.command('rotate')
		.description(words.helpRotate)
		.option('--reason <reason>', words.helpReason)
		.option('--yes', words.helpYes)
		.action(async (options: { reason?: string; yes?: boolean }) => {
			const reason = RotationReason.optional().safeParse(options.reason);
			if (!reason.success) throw wrongUsage(words.badReason);
			const connection = await context.connection();
			const prepared = await preparedSoon(context, connection);
			if (prepared === null) throw new Told('not-found', words.prepareFirst);
			context.out(`${words.compare}\n\n  ${printOf(prepared)}\n`);
			const answer = await context.answer(options.yes === true ? 'yes' : undefined, words.ask, '--yes');
			if (!/^(yes|да)$/i.test(answer.trim())) throw new Told('denied', words.notDone);
			const agreed = await rotateLogKey(connection, prepared, reason.data);
			await tellWaiting(context, connection, rotation(connection, prepared, reason.data), agreed);
			if (agreed.done) context.out(words.done(agreed.entry));
			context.result({ ...agreed, next: prepared, fingerprint: printOf(prepared), keys: keysKnown(connection) });
		});
	examples(rotate, context, 'log-key rotate', 'log-key rotate --reason suspected --yes');

	const notary = program.command('notary').description(words.helpNotary);
	examples(notary, context, 'notary prepare-key');
	const prepare = notary
		.command('prepare-key')
		.description(words.helpPrepare)
		.option('--anew', words.helpAnew)
		.action(async ({ anew = false }: { anew?: boolean }) => {
			const { key } = await archiveTask(context, 'notary-key', { anew }, z.object({ key: z.string() }), () => {});
			context.out(`${words.made}\n\n  ${key}\n  ${printOf(key)}\n`);
			context.out(words.afterMade);
			context.result({ key, fingerprint: printOf(key) });
		});
	examples(prepare, context, 'notary prepare-key', 'notary prepare-key --anew');
}

/** What the notary has prepared. It says so with its next word: for one of just now that is waited for. */
async function preparedSoon(context: Context, connection: Connection): Promise<string | null> {
	for (let asked = 1; ; asked++) {
		const { prepared } = await logKeys(connection);
		if (prepared !== null || asked === 8) return prepared;
		await pause(1000, undefined, { signal: context.signal });
	}
}
