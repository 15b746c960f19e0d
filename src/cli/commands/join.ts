import type { Command } from 'commander';
import { createIdentity, fingerprint, type Identity, pseudonym } from '../../client/identity.ts';
import { parseInvite } from '../../client/invite.ts';
import { join } from '../../client/people.ts';
import type { Pin } from '../../client/pin.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { rememberName } from '../names.ts';
import { Told } from '../told.ts';

/** `custos join`: makes keys and asks to be enrolled with them. */
export function joinCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('join')
		.description(t.help.join)
		.argument('[invite]', t.help.inviteLine)
		.option('--name <name>', t.help.ownName)
		.action(async (line: string | undefined, options: { name?: string }) => {
			const invite = parseInvite(await context.answer(line, t.askInvite, 'INVITE'));
			const { profile } = context;
			const pin = await profile.pin();
			if (pin !== undefined && !samePin(pin, invite.pin)) throw new Told('exists', t.folderTaken(profile.folder));
			const identity = await ownKeys(context);
			await profile.savePin(invite.pin);
			await join(invite, identity, options.name ?? '');
			await rememberName(context, identity.keys.sign, options.name ?? '');
			context.out(t.asked(pseudonym(identity.keys.sign), invite.role));
			context.out();
			context.out(`    ${fingerprint(identity.keys.sign)}`);
			context.out();
			context.out(t.afterJoin);
			context.result({
				person: identity.keys.sign,
				fingerprint: fingerprint(identity.keys.sign),
				role: invite.role,
				server: invite.pin.server,
				folder: profile.folder,
			});
		});
	examples(
		command,
		context,
		'join custos-invite:… --name "Anna"',
		'join - < invite.txt',
		'--home ~/.config/custos-lawyer join custos-invite:…',
	);
}

async function ownKeys(context: Context): Promise<Identity> {
	if ((await context.profile.sealedIdentity()) !== undefined) return context.identity();
	const identity = createIdentity();
	await context.profile.storeIdentity(identity, await context.newPassphrase());
	context.use(identity);
	return identity;
}

function samePin(a: Pin, b: Pin): boolean {
	return a.log === b.log && a.founding === b.founding;
}
