import { platform } from '#platform';
import { fingerprint } from '../../report/verify/report-note.ts';
import { button, make } from './element.ts';
import type { Say } from './say.ts';
import { type Given, understand } from './state.ts';

/** The first question: whose report it should be. `changed` hears every change, so that nothing typed is lost. */
export function keyQuestion(say: Say, given: Given, changed: (given: Given) => void): HTMLElement {
	const { t, own } = say;
	let now = given;
	const key = field('key', given.key, 2);
	const policy = field('policy', given.policy, 4);
	const [heard, policyHeard] = [make('div', { 'aria-live': 'polite' }), make('p', { class: 'wrong', role: 'alert' })];
	const read = (): void => {
		now = { key: key.value, policy: policy.value };
		const { logKey, keyWrong, policyWrong } = understand(now);
		key.setAttribute('aria-invalid', String(keyWrong));
		policy.setAttribute('aria-invalid', String(policyWrong !== undefined));
		heard.replaceChildren(keyHeard(say, logKey, keyWrong));
		policyHeard.textContent = policyWrong === undefined ? '' : `${own.policyWrong} ${policyWrong}`;
		changed(now);
	};
	for (const one of [key, policy]) one.addEventListener('input', read);
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
			{ open: given.policy !== '' },
			make('summary', {}, own.policy),
			make('label', { for: 'policy' }, own.policyLabel),
			make('p', { id: 'policy-hint', class: 'hint' }, own.policyHint),
			policy,
			policyHeard,
		),
	);
	read();
	return section;
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
