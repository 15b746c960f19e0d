import { platform } from '#platform';
import { recoveryText } from '../../client/recovery-key.ts';
import type { Bytes } from '../../domain/bytes.ts';
import { encodeRecipient, encodeSecretKey } from '../../domain/envelope/age-keys.ts';
import { CardFault } from '../../domain/recovery/card-fault.ts';
import { parseCard } from '../../domain/recovery/card-text.ts';
import { joinCards } from '../../domain/recovery/join-cards.ts';
import type { RecoveryCard } from '../../domain/recovery/split-key.ts';
import { button, make } from '../verify-page/element.ts';
import { type Language, words } from './words.ts';

/** The page beside recovery cards: it makes the key of them, in one file that asks nobody for anything. */

interface Held {
	/** Of its file; undefined where it was typed. */
	file: string | undefined;
	card: RecoveryCard;
}

let language: Language = navigator.language.startsWith('ru') ? 'ru' : 'en';
let held: Held[] = [];
/** What is wrong, and with which: said in whatever language is chosen. */
let trouble: { error: unknown; of: readonly (string | undefined)[] } | undefined;
let secret: Bytes | undefined;
let typed = '';
const root = make('div', { id: 'page' });

/** Takes texts for cards, and makes the key as soon as there are enough. */
async function take(texts: readonly { file: string | undefined; text: string }[]): Promise<void> {
	trouble = undefined;
	for (const { file, text } of texts) {
		try {
			held.push({ file, card: parseCard(text) });
			if (file === undefined) typed = '';
		} catch (error) {
			trouble = { error, of: [file] };
		}
	}
	await join();
}

async function join(): Promise<void> {
	secret = undefined;
	try {
		if (held.length > 0) secret = await joinCards(held.map(({ card }) => card));
	} catch (error) {
		if (!(error instanceof CardFault && error.fault.kind === 'too-few'))
			trouble = { error, of: held.map(({ file }) => file) };
	}
	show();
}

function failed(error: unknown): void {
	trouble = { error, of: [] };
	show();
}

function status(): HTMLElement {
	const say = words[language];
	const [first] = held;
	if (trouble !== undefined) {
		const { error, of } = trouble;
		const names = of.map((file) => file ?? say.typedName);
		const what =
			error instanceof CardFault
				? say.fault(
						error.fault,
						'cards' in error.fault && of.length > 1 ? error.fault.cards.map((i) => names[i] ?? '') : names,
					)
				: `${say.failed} ${String(error)}`;
		return make('p', { role: 'alert', class: 'bad' }, what);
	}
	if (secret !== undefined) return whole(secret);
	const given = new Set(held.map(({ card }) => card.number)).size;
	return make('p', { role: 'status' }, first === undefined ? '' : say.waiting(first.card.needs, given));
}

function whole(key: Bytes): HTMLElement {
	const say = words[language];
	const text = encodeSecretKey(key);
	const shown = make('details', {}, make('summary', {}, say.show), make('code', { id: 'key' }, text));
	return make(
		'section',
		{ role: 'status', class: 'good' },
		make('h2', {}, say.whole),
		make('p', {}, say.warning),
		make('p', {}, say.publicKey, make('br'), make('code', {}, encodeRecipient(platform.x25519Public(key)))),
		button(say.save, () => save(recoveryText(key, [say.about1]))),
		shown,
		make('p', {}, say.next),
	);
}

function save(text: string): void {
	const href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
	make('a', { href, download: 'recovery.key' }).click();
	setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

function show(): void {
	const say = words[language];
	document.documentElement.lang = language;
	document.title = `${say.title} — Custos`;
	const files = make('input', { id: 'files', type: 'file', multiple: true });
	files.addEventListener('change', () => {
		const chosen = [...(files.files ?? [])].map(async (file) => ({ file: file.name, text: await file.text() }));
		Promise.all(chosen).then(take).catch(failed);
	});
	const lines = make('textarea', { id: 'typed', rows: '6', spellcheck: 'false', autocomplete: 'off' });
	lines.value = typed;
	lines.addEventListener('input', () => {
		typed = lines.value;
	});
	const languages = (['en', 'ru'] as const).map((one) =>
		button(one === 'en' ? 'English' : 'Русский', () => speak(one), {
			lang: one,
			'aria-pressed': String(one === language),
		}),
	);
	root.replaceChildren(
		make(
			'header',
			{},
			make('p', { class: 'name' }, 'Custos'),
			make('div', { role: 'group', 'aria-label': say.language }, ...languages),
		),
		make(
			'main',
			{},
			make('h1', {}, say.title),
			make('p', {}, say.about),
			make('p', {}, make('label', { for: 'files' }, say.files), make('br'), files),
			make('p', {}, make('label', { for: 'typed' }, say.typed), make('br'), lines),
			button(say.add, () => {
				take([{ file: undefined, text: typed }]).catch(failed);
			}),
			make('h2', {}, say.cards),
			make('ul', {}, ...(held.length === 0 ? [make('li', {}, say.none)] : held.map(line))),
			status(),
		),
	);
}

function line(one: Held): HTMLElement {
	const say = words[language];
	const name = say.card(one.card.number, one.card.count, one.file ?? say.typedName);
	const leave = button(
		'×',
		() => {
			held = held.filter((other) => other !== one);
			trouble = undefined;
			join().catch(failed);
		},
		{ 'aria-label': say.remove(name) },
	);
	return make('li', {}, name, ' ', leave);
}

function speak(chosen: Language): void {
	language = chosen;
	show();
	document.querySelector<HTMLElement>(`button[lang=${chosen}]`)?.focus();
}

document.body.append(root);
show();
