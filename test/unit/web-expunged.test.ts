import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { expect, test } from 'vitest';
import type { ExpungedItem } from '../../src/client/case/expunged.ts';
import { messages } from '../../src/web/i18n.ts';
import { ExpungedNote } from '../../src/web/rooms/cases/expunged-note.tsx';

const item = { id: 'ab12cd34'.repeat(4), at: '2026-03-01T10:00:00.000Z' } as unknown as ExpungedItem;

/** What the room writes. */
async function written(language: 'en' | 'ru', keptUntil: string | undefined): Promise<string> {
	const i18n = i18next.createInstance();
	const options = { lng: language, resources: messages, defaultNS: 'common', interpolation: { escapeValue: false } };
	await i18n.use(initReactI18next).init(options);
	const note = createElement(ExpungedNote, { expunged: [{ ...item, keptUntil }] });
	const page = createElement(I18nextProvider, { i18n }, createElement(MantineProvider, null, note));
	return renderToStaticMarkup(page)
		.replaceAll(/<style.*?<\/style>/gs, '')
		.replaceAll(/<[^>]*>/g, '');
}

test('of an item whose ciphertext a retention holds, the room says that its key is destroyed, and until when', async () => {
	const until = '2026-04-02T07:08:09.000Z';
	expect(await written('en', until)).toBe(
		'ab12cd34 was expunged on Mar 1, 2026, 10:00:00 UTC. Its key is destroyed; a retention keeps its ciphertext until Apr 2, 2026, 07:08:09 UTC.',
	);
	expect(await written('ru', until)).toBe(
		'Материал ab12cd34 уничтожен навсегда 1 мар. 2026, 10:00:00 UTC. Ключ уничтожен; шифртекст хранилище удерживает до 2 апр. 2026, 07:08:09 UTC.',
	);
	expect(await written('en', undefined)).toBe('ab12cd34 was expunged on Mar 1, 2026, 10:00:00 UTC.');
});
