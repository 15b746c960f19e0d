import type { Verdict } from '../../report/verify/verify-bag.ts';
import { saveFile } from '../parts/save-file.ts';
import { acknowledgePicked } from '../rooms/verify/acknowledge-picked.ts';
import type { Picked } from '../rooms/verify/picked.ts';
import { button, make } from './element.ts';
import type { Say } from './say.ts';

/** Whoever received a bag that holds says so: a small signed file to give back. */
export function acknowledgeView({ t, own }: Say, { source }: Picked, verdict: Verdict): HTMLElement {
	const by = make('input', { type: 'text', maxlength: '200', id: 'acknowledge-by', autocomplete: 'off' });
	const said = make('p', { role: 'status' });
	const row = make('div', { class: 'row' });
	const sign = button(t('acknowledge.make'), () => {
		acknowledgePicked(source, verdict, by.value)
			.then(({ name, note, key }) => {
				saveFile(`${name}.txt`, note, 'text/plain;charset=utf-8');
				row.replaceChildren(
					sign,
					button(t('acknowledge.saveKey'), () => saveFile(`${name}.key`, key, 'text/plain')),
				);
				said.textContent = t('acknowledge.made');
			})
			.catch(() => {
				said.textContent = own.failed;
			});
	});
	row.append(sign);
	return make(
		'section',
		{ 'aria-labelledby': 'acknowledge-title' },
		make('h2', { id: 'acknowledge-title' }, t('acknowledge.title')),
		make('p', {}, t('acknowledge.text')),
		make('label', { for: 'acknowledge-by' }, t('acknowledge.by')),
		by,
		row,
		said,
	);
}
