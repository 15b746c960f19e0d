import type { Command } from 'commander';
import { formatInvite } from '../../client/invite.ts';
import { invite } from '../../client/people.ts';
import { ArchiveRole } from '../../domain/roles.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { wrongUsage } from '../told.ts';

/** `custos invite`: one line for someone who is to join, and a note of it in one's own folder. */
export function inviteCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('invite')
		.description(t.help.invite)
		.option('--role <role>', t.help.archiveRole, 'member')
		.option('--name <name>', t.help.inviteName)
		.action(async (options: { role: string; name?: string }) => {
			const role = ArchiveRole.safeParse(options.role);
			if (!role.success) throw wrongUsage(t.oneOf('--role', ArchiveRole.options));
			const connection = await context.connection();
			const made = await invite(connection, role.data);
			await context.profile.invites.change(connection.identity, (all) => ({
				...all,
				[made.invite]: { invite: made, name: options.name ?? '' },
			}));
			const line = formatInvite(made);
			if (!context.json) context.say(t.aboutInvite(role.data));
			context.out(line);
			if (!context.json) context.say(t.afterInvite);
			context.result({ invite: line, id: made.invite, role: made.role });
		});
	examples(command, context, 'invite --role member --name "Anna"', 'invite --role auditor');
}
