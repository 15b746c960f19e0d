import type { Command } from 'commander';
import { pseudonym } from '../../client/identity.ts';
import { joinRequests, roster, withdrawInvite } from '../../client/people.ts';
import type { Id } from '../../domain/ids.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { startsLike } from '../names.ts';
import { table } from '../table.ts';
import { Told } from '../told.ts';

/** An invite nobody was taken in by, and who asks with it, if anybody does. */
interface OpenInvite {
	id: Id;
	role: string;
	called: string;
	asks: string | undefined;
}

/** `custos refuse`: withdraws an invite, and with it the request of whoever asks to join by it. */
export function refuseCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('refuse')
		.description(t.help.refuse)
		.argument('[person]', t.help.refused)
		.action(async (wanted: string | undefined) => {
			const connection = await context.connection();
			const book = await context.profile.invites.read(connection.identity);
			const given = Object.values(book).map((one) => one.invite);
			const [{ invites }, asking] = await Promise.all([roster(connection), joinRequests(connection, given)]);
			const open = invites
				.filter((one) => !one.used && one.withdrawn !== true)
				.map(({ id, role }): OpenInvite => {
					const request = asking.find(({ join }) => join.invite === id);
					const called = request?.name || book[id]?.name || '';
					return { id, role, called, asks: request?.join.person.sign };
				});
			const chosen = wanted === undefined ? undefined : choose(context, open, wanted);
			if (chosen !== undefined) {
				await withdrawInvite(connection, chosen.id);
				context.out(t.refuse.done(chosen.called || chosen.id));
			}
			list(
				context,
				open.filter((one) => one !== chosen),
			);
			context.result({ withdrawn: chosen?.id ?? null, open: open.filter((one) => one !== chosen) });
		});
	examples(command, context, 'refuse', 'refuse "Anna"', 'refuse P-1f0c22ab');
}

/** By name, by the key of whoever asks, or by the beginning of the invite's id. */
function choose(context: Context, open: readonly OpenInvite[], wanted: string): OpenInvite {
	const named = open.filter((one) => one.called.toLowerCase() === wanted.trim().toLowerCase());
	const like = (one: OpenInvite): boolean =>
		(one.asks !== undefined && startsLike(one.asks, wanted)) || startsLike(one.id, wanted);
	const found = named.length > 0 ? named : open.filter(like);
	if (found.length !== 1)
		throw new Told('not-found', found.length === 0 ? context.t.refuse.none(wanted) : context.t.severalPeople(wanted));
	return found[0] as OpenInvite;
}

function list(context: Context, open: readonly OpenInvite[]): void {
	const { t } = context;
	if (open.length === 0) return context.out(t.refuse.nothing);
	const rows = open.map(({ id, role, called, asks }) => [
		id.slice(0, 8),
		called,
		role,
		asks === undefined ? t.refuse.nobodyYet : pseudonym(asks),
	]);
	const columns = [{ title: t.refuse.invite }, { title: t.col.name }, { title: t.col.role }, { title: t.refuse.asks }];
	for (const line of table(columns, rows)) context.out(line);
}
