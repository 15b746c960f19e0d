import type { Command } from 'commander';
import { fingerprint, pseudonym } from '../../client/identity.ts';
import { roster } from '../../client/people.ts';
import { isWaiting } from '../../domain/ledger/agreements.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { table } from '../table.ts';
import { timeInWords } from '../words.ts';
import { thresholdLines } from './threshold.ts';

/** The notary gives its word every few seconds. */
const OLD_MS = 120_000;

/** `custos people`. */
export function peopleCommands(program: Command, context: Context): void {
	const { t } = context;
	const list = program
		.command('people')
		.description(t.help.people)
		.action(async () => {
			const connection = await context.connection();
			const standing = await roster(connection);
			const { people: all, asOf, proposals } = standing;
			const contacts = await context.profile.contacts.read(connection.identity);
			const rows = all.map(({ keys, role, suspended, byCard }) => {
				const you = keys.sign === connection.identity.keys.sign ? ` (${t.you})` : '';
				return [
					pseudonym(keys.sign),
					`${contacts[keys.sign] ?? ''}${you}`.trim(),
					role,
					suspended ? (byCard ? t.card.suspended : t.suspended) : t.active,
					fingerprint(keys.sign),
				];
			});
			const columns = [
				{ title: t.col.person },
				{ title: t.col.name },
				{ title: t.col.role },
				{ title: t.col.state },
				{ title: t.col.fingerprint },
			];
			for (const line of table(columns, rows)) context.out(line);
			context.out(`\n${t.peopleAsOf(asOf.entries - 1, timeInWords(asOf.time))}`);
			context.out(thresholdLines(context, standing)[0]);
			const waiting = proposals.filter(isWaiting).length;
			if (waiting > 0) context.out(t.stewards.waiting(waiting));
			if (context.now().getTime() - Date.parse(asOf.time) > OLD_MS) context.out(t.peopleOld);
			context.result({
				asOf,
				threshold: standing.threshold,
				people: all.map(({ keys, role, suspended, byCard = false }) => ({
					person: keys.sign,
					name: contacts[keys.sign] ?? null,
					role,
					suspended,
					byCard,
				})),
			});
		});
	examples(list, context, 'people', 'people --json');
}
