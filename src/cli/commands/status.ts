import type { Command } from 'commander';
import type { z } from 'zod';
import { platform } from '#platform';
import { type ExpungedItem, expungedItems } from '../../client/case/expunged.ts';
import { keyState } from '../../client/case/key-state.ts';
import { membersAsOf } from '../../client/case/members.ts';
import { findCase, type OpenCase, openCases } from '../../client/cases.ts';
import { pseudonym } from '../../client/identity.ts';
import { type EnrolledPerson, people } from '../../client/people.ts';
import { witnessing } from '../../client/witnesses.ts';
import { toHex } from '../../domain/bytes.ts';
import { newestText } from '../../domain/ledger/log-keys.ts';
import { answers } from '../../domain/wire.ts';
import { fingerprint } from '../../report/verify/report-note.ts';
import { sayKeyState } from '../case-keys.ts';
import type { Context } from '../context.ts';
import { copiesLines } from '../copies-lines.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { localNames } from '../names.ts';
import { readPolicy } from '../read-policy.ts';
import { table } from '../table.ts';
import { timeLines } from '../time-lines.ts';
import { witnessLines, witnessResult } from '../witness-lines.ts';
import { shortId, timeInWords } from '../words.ts';

/** A worker that has not asked for work for so long is gone; workers ask several times a second. */
const GONE_MS = 120_000;

/** `custos status`: which archive this is, what was seen of its log, and how far each case is. */
export function statusCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('status')
		.description(t.help.status)
		.option('--case <case>', t.help.caseName)
		.option('--policy <file>', t.witness.policy)
		.action(async (options: { case?: string; policy?: string }) => {
			const policy = options.policy === undefined ? undefined : await readPolicy(options.policy);
			const connection = await context.connection();
			const { archive, identity } = connection;
			const cases =
				options.case === undefined ? await openCases(connection) : [await findCase(connection, options.case)];
			const seen = await connection.seen();
			const counts = await Promise.all(
				cases.map((one) => connection.ask(answers.counts, `/v1/cases/${one.id}/counts`)),
			);
			const expunged = await Promise.all(cases.map((one) => expungedItems(connection, one.id)));
			const all = await people(connection);
			const self = all.find((one) => one.keys.sign === identity.keys.sign);
			const witnessed = await witnessing(connection, policy);
			const stamped = await connection.ask(answers.timeState, '/v1/times');
			const stored = await connection.ask(answers.copies, '/v1/copies');
			const print = fingerprint(newestText(archive.key), (data) => platform.sha256(data));
			context.out(t.statusServer(archive.server));
			context.out(t.statusLog(print));
			context.out(t.statusCheckpoint(seen.size, toHex(seen.root).slice(0, 16)));
			for (const line of witnessLines(t, witnessed)) context.out(line);
			for (const line of timeLines(t, stamped)) context.out(line);
			for (const line of copiesLines(t, stored, context.now())) context.out(line);
			context.out(t.statusYou(pseudonym(identity.keys.sign), self?.role ?? '?', context.profile.folder));
			context.out();
			if (cases.length === 0) context.out(t.noCases);
			else {
				const right = 'right' as const;
				const columns = [
					{ title: t.col.case },
					{ title: t.col.waiting, align: right },
					{ title: t.col.kept, align: right },
					{ title: t.col.examined, align: right },
					{ title: t.col.failed, align: right },
					{ title: t.col.title },
				];
				const rows = cases.map((one, i) => {
					const of = counts[i] as { received: number; kept: number; examined: number; failed: number };
					return [one.prefix, String(of.received), String(of.kept), String(of.examined), String(of.failed), one.title];
				});
				for (const line of table(columns, rows)) context.out(line);
				sayGone(context, cases, counts);
				sayExpunged(context, cases, expunged);
				await sayKeys(context, cases, all);
				if (counts.some((one) => one.failed > 0)) context.out(`\n${t.someFailed}`);
			}
			context.result({
				server: archive.server,
				log: newestText(archive.key),
				fingerprint: print,
				checkpoint: { size: seen.size, root: toHex(seen.root) },
				witnesses: witnessResult(witnessed),
				time: stamped.authorities,
				stored,
				person: identity.keys.sign,
				role: self?.role ?? null,
				cases: cases.map((one, i) => ({
					case: one.id,
					title: one.title,
					prefix: one.prefix,
					role: one.role,
					...counts[i],
					expunged: (expunged[i] ?? []).map(({ id: item, at, keptUntil }) => ({
						item,
						at,
						...(keptUntil && { keptUntil }),
					})),
				})),
			});
			if (stored.damaged.bodies > 0) context.exit(exitCodes.failed);
		});
	examples(command, context, 'status', 'status --case GUL', 'status --policy witnesses.policy');
}

/** What was expunged, and of what a retention keeps the ciphertext. */
function sayExpunged(
	{ t, out }: Context,
	cases: readonly OpenCase[],
	expunged: readonly (readonly ExpungedItem[])[],
): void {
	if (expunged.some((some) => some.length > 0)) out();
	for (const [i, some] of expunged.entries()) {
		if (some.length > 0) out(`${cases[i]?.prefix ?? ''}: ${t.expunge.ofCase(some.length)}`);
		for (const { id, keptUntil } of some)
			if (keptUntil !== undefined) out(`  ${shortId(id)}: ${t.expunge.keptUntil(timeInWords(keptUntil))}`);
	}
}

/** Cases that want a new key, or whose key somebody lacks. */
async function sayKeys(context: Context, cases: readonly OpenCase[], all: readonly EnrolledPerson[]): Promise<void> {
	const [connection, names] = [await context.connection(), await localNames(context)];
	for (const open of cases) {
		const state = open.role === 'lead' ? keyState(await membersAsOf(connection, open), all) : undefined;
		sayKeyState(context, open, state ?? { generation: open.key.generation, outsiders: [], lacking: [] }, names);
	}
}

/** Items that nobody will take up: the key they are sealed to is in no worker's hands, as far as the archive has seen. */
function sayGone(
	context: Context,
	cases: readonly OpenCase[],
	counts: readonly z.infer<typeof answers.counts>[],
): void {
	const { t } = context;
	const now = context.now().getTime();
	const gone = counts.flatMap(({ waiting }, i) =>
		waiting
			.filter(({ seen }) => seen === null || now - Date.parse(seen) > GONE_MS)
			.map((one) => ({ ...one, prefix: cases[i]?.prefix ?? '' })),
	);
	if (gone.length > 0) context.out();
	for (const { prefix, items, seen } of gone)
		context.out(t.waitForGone(prefix, items, seen === null ? undefined : timeInWords(seen)));
	if (gone.length > 0) context.out(gone.some((one) => one.open) ? t.goneOpen : t.goneClosed);
}
