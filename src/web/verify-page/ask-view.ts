import { platform } from '#platform';
import { fingerprint } from '../../report/verify/report-note.ts';
import { reasonIn } from '../../report/words/reason.ts';
import { type Brought, isAnyBrought, LARGEST_BROUGHT, type Wrong } from '../rooms/verify/brought.ts';
import { button, make } from './element.ts';
import type { Say } from './say.ts';
import { type Given, understand } from './state.ts';

/** The first question: whose report it should be. `changed` hears every change, so that nothing typed is lost. */
export function keyQuestion(say: Say, given: Given, changed: (given: Given) => void): HTMLElement {
	const { t, language } = say;
	let now = given;
	const key = field('key', given.key, 2);
	const policy = field('policy', given.policy, 4);
	const authorities = field('authorities', given.authorities, 4);
	const acknowledgement = field('acknowledgement', given.acknowledgement, 4);
	const heard = make('div', { 'aria-live': 'polite' });
	const alert = () => make('p', { class: 'wrong', role: 'alert' });
	const [policyHeard, authoritiesHeard, acknowledgementHeard] = [alert(), alert(), alert()];
	const read = (): void => {
		now = {
			key: key.value,
			policy: policy.value,
			authorities: authorities.value,
			acknowledgement: acknowledgement.value,
		};
		const { logKey, keyWrong, policyWrong, authoritiesWrong } = understand(now);
		key.setAttribute('aria-invalid', String(keyWrong));
		policy.setAttribute('aria-invalid', String(policyWrong !== undefined));
		authorities.setAttribute('aria-invalid', String(authoritiesWrong !== undefined));
		heard.replaceChildren(keyHeard(say, logKey, keyWrong));
		const said = (wrong: Wrong | undefined): string =>
			wrong === undefined ? '' : t('brought.wrong', { why: reasonIn(language, wrong) });
		policyHeard.textContent = said(policyWrong);
		authoritiesHeard.textContent = said(authoritiesWrong);
		acknowledgementHeard.textContent = '';
		changed(now);
	};
	for (const one of [key, policy, authorities, acknowledgement]) one.addEventListener('input', read);
	const section = make(
		'section',
		{ 'aria-labelledby': 'key-title' },
		make('h2', { id: 'key-title' }, t('keyTitle')),
		make('p', {}, t('keyText')),
		make('label', { for: 'key' }, t('key')),
		make('p', { id: 'key-hint', class: 'hint' }, t('keyHint')),
		key,
		heard,
		make(
			'details',
			{ open: isAnyBrought(given) },
			make('summary', {}, t('brought.title')),
			...broughtField(say, 'policy', policy, policyHeard, read),
			...broughtField(say, 'authorities', authorities, authoritiesHeard, read),
			...broughtField(say, 'acknowledgement', acknowledgement, acknowledgementHeard, read),
		),
	);
	read();
	return section;
}

/** A field that may be filled from a file. */
function broughtField(
	{ t }: Say,
	kind: keyof Brought,
	area: HTMLTextAreaElement,
	heard: HTMLElement,
	read: () => void,
): HTMLElement[] {
	const take = ([file]: readonly File[]): void => {
		if (file === undefined) return;
		if (file.size > LARGEST_BROUGHT) {
			heard.textContent = t('brought.tooLarge');
			return;
		}
		file
			.text()
			.then((text) => {
				area.value = text;
				read();
			})
			.catch(reportError);
	};
	return [
		make('label', { for: kind }, t(`brought.${kind}`)),
		make('p', { id: `${kind}-hint`, class: 'hint' }, t(`brought.${kind}Hint`)),
		area,
		make('div', { class: 'row' }, fileButton(t(`brought.${kind}File`), {}, take)),
		heard,
	];
}

function field(id: string, value: string, rows: number): HTMLTextAreaElement {
	const made = make('textarea', {
		id,
		rows: String(rows),
		spellcheck: 'false',
		autocomplete: 'off',
		'aria-describedby': `${id}-hint`,
	});
	made.value = value;
	return made;
}

/** What was understood, for comparing once more. */
function keyHeard({ t }: Say, logKey: string | undefined, wrong: boolean): HTMLElement {
	if (wrong) return make('p', { class: 'wrong' }, t('keyWrong'));
	if (logKey === undefined) return make('p', { class: 'hint' }, t('noKey'));
	const print = logKey.includes('+') ? fingerprint(logKey, (data) => platform.sha256(data)) : logKey;
	return make('p', {}, `${t('keyUsed')} `, make('code', {}, print));
}

/** A button that opens the browser's own dialog for files. */
export function fileButton(label: string, attributes: { [name: string]: string }, picked: (files: File[]) => void) {
	const input = make('input', { type: 'file', 'aria-label': label, tabindex: '-1', class: 'unseen', ...attributes });
	input.addEventListener('change', () => {
		const files = [...(input.files ?? [])];
		// The same may be picked again, after it was mended.
		input.value = '';
		if (files.length > 0) picked(files);
	});
	return make(
		'span',
		{ class: 'file' },
		button(label, () => input.click()),
		input,
	);
}
