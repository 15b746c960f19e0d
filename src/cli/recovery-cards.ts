import { mkdir, readdir, readFile, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { codeForQr, formatCode } from '../domain/recovery/card-code.ts';
import { parseCard } from '../domain/recovery/card-text.ts';
import { joinCards } from '../domain/recovery/join-cards.ts';
import { type RecoveryCard, splitKey } from '../domain/recovery/split-key.ts';
import { reportFonts } from '../report/node/assets.ts';
import { recoveryPage } from '../report/node/recovery-page.ts';
import { recoveryCardPaper } from '../report/pdf/recovery-card.ts';
import { recoveryCardSaid, recoveryCardText } from '../report/recovery-card-text.ts';
import type { Context } from './context.ts';
import { writeNew } from './profile/durable-file.ts';
import type { RecoveryPlace } from './recovery-place.ts';

/** What a set of cards is of. */
export interface CardsOf {
	/** The archive's name: the origin of its log. */
	archive: string;
	server: string;
	needs: number;
	count: number;
}

/**
 * A folder for the cards of a recovery key: each a text and a page to print, to be given to as many people. The key
 * itself is written nowhere.
 */
export function recoveryInCards(context: Context, where: string, of: CardsOf): RecoveryPlace {
	return {
		where,
		option: '--recovery-folder',
		write: (secret) => writeCards(context, where, of, secret),
		read: () => readCards(where),
		remove: () => removeCards(where),
		told: () => context.t.recovery.loud(where, of.needs, of.count),
	};
}

async function writeCards({ lang, now }: Context, folder: string, of: CardsOf, secret: Bytes): Promise<void> {
	const cards = await splitKey(secret, of.needs, of.count);
	const [fonts, page] = await Promise.all([reportFonts(), recoveryPage()]);
	await mkdir(folder, { mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
		throw cause.code === 'EEXIST' ? new CustosError('exists', `${folder} is there already`, { cause }) : cause;
	});
	const made = now();
	await writeNew(join(folder, PAGE), page);
	await writeNew(join(folder, BY_HAND), await readFile(new URL(`../../infra/${BY_HAND}`, import.meta.url)));
	for (const card of cards) {
		const said = recoveryCardSaid(card, { ...of, made, language: lang });
		const qr = codeForQr(formatCode(card));
		const paper = await recoveryCardPaper({ ...said, qr, language: lang, made, fonts });
		const name = join(folder, `card-${card.number}-of-${card.count}`);
		await writeNew(`${name}.txt`, recoveryCardText(said));
		await writeNew(`${name}.pdf`, paper);
	}
	// What was written is what will be read some day, so it is read now.
	const read = await Promise.all(
		cards.map((card) => readCard(join(folder, `card-${card.number}-of-${card.count}.txt`))),
	);
	for (const some of [read.slice(0, of.needs), read.slice(-of.needs)]) {
		if (toHex(await joinCards(some)) !== toHex(secret))
			throw new CustosError('internal', 'the recovery cards that were written do not make the key');
	}
}

/** It makes the key of cards in a browser, without a network: for holders who have no Custos. */
const PAGE = 'join-cards.html';
/** How everything is then opened, by commands of others alone. */
const BY_HAND = 'RECOVERY.md';
const CARD = /^card-\d+-of-\d+\.txt$/;

async function readCard(path: string): Promise<RecoveryCard> {
	return parseCard(await readFile(path, 'utf8'));
}

async function cardsIn(folder: string): Promise<string[] | undefined> {
	return readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
}

async function readCards(folder: string): Promise<Bytes | undefined> {
	const names = await cardsIn(folder);
	if (names === undefined) return undefined;
	const cards = await Promise.all(names.filter((name) => CARD.test(name)).map((name) => readCard(join(folder, name))));
	return joinCards(cards).catch((cause: unknown) => {
		throw new CustosError('exists', `${folder} is there already, and what is in it makes no recovery key`, { cause });
	});
}

async function removeCards(folder: string): Promise<void> {
	const names = (await cardsIn(folder)) ?? [];
	for (const name of names)
		if (name === PAGE || name === BY_HAND || /^card-\d+-of-\d+\.(txt|pdf)$/.test(name))
			await unlink(join(folder, name));
	await rmdir(folder);
}
