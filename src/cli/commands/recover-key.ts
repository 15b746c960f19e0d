import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { platform } from '#platform';
import { encodeRecipient } from '../../domain/envelope/age-keys.ts';
import { CardFault } from '../../domain/recovery/card-fault.ts';
import { parseCard } from '../../domain/recovery/card-text.ts';
import { joinCards } from '../../domain/recovery/join-cards.ts';
import type { RecoveryCard } from '../../domain/recovery/split-key.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { assertNew, assertPlace } from '../new-file.ts';
import { writeRecoveryFile } from '../recovery-file.ts';
import { Told } from '../told.ts';
import { printable } from '../words.ts';

/** `custos recover-key`: the one step in which a recovery key becomes whole again. Needs no archive and no account. */
export function recoverKeyCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('recover-key')
		.description(t.recovery.helpJoin)
		.argument('<card...>', t.recovery.helpCard)
		.requiredOption('--out <file>', t.recovery.helpJoinOut)
		.action(async (files: string[], options: { out: string }) => {
			const out = resolve(options.out);
			await assertPlace(out);
			await assertNew(out);
			const cards: RecoveryCard[] = [];
			for (const file of files) cards.push(await readCard(context, file));
			const secret = await joinCards(cards).catch((error: unknown) => {
				throw error instanceof CardFault ? inWords(context, error, files) : error;
			});
			await writeRecoveryFile(out, secret, t.recoveryFile);
			const used = new Set(cards.map((card) => card.number)).size;
			for (const line of t.recovery.joined(out, used)) context.out(line);
			context.result({ recovery: out, publicKey: encodeRecipient(platform.x25519Public(secret)), cards: used });
		});
	examples(
		command,
		context,
		'recover-key card-1-of-3.txt card-3-of-3.txt --out /media/usb/recovery.key',
		'recover-key typed-1.txt typed-2.txt --out recovery.key',
	);
}

async function readCard(context: Context, file: string): Promise<RecoveryCard> {
	const text = file === '-' ? await context.io.read() : await readFile(file, 'utf8');
	try {
		return parseCard(text);
	} catch (error) {
		throw error instanceof CardFault ? inWords(context, error, [file]) : error;
	}
}

/** Names the files that the fault is about; where it is about none in particular, those that were given. */
function inWords({ t }: Context, error: CardFault, files: readonly string[]): Told {
	const { fault } = error;
	const about = 'cards' in fault ? fault.cards.map((place) => files[place] ?? '') : files;
	return new Told(error.code, t.recovery.fault(fault, about.map(printable)), { cause: error });
}
