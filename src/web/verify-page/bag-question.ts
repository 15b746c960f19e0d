import { droppedFrom, type Picked, pickedFrom } from '../rooms/verify/picked.ts';
import { fileButton } from './ask-view.ts';
import { make } from './element.ts';
import type { Say } from './say.ts';

/** The second question: which bag. `failed` hears what could not be read. */
export function bagQuestion(
	{ t, own }: Say,
	picked: (picked: Picked) => void,
	failed: (error: unknown) => void,
): HTMLElement {
	const empty = make('p', { class: 'wrong', role: 'alert' });
	const take = (found: Picked | undefined): void => {
		empty.textContent = found === undefined ? t('emptyFolder') : '';
		if (found !== undefined) picked(found);
	};
	const area = make(
		'div',
		{ class: 'area' },
		make('p', {}, t('drop')),
		make(
			'div',
			{ class: 'row centre' },
			fileButton(t('pickFolder'), { webkitdirectory: '', multiple: '' }, (files) => take(pickedFrom(files))),
			fileButton(t('pickZip'), { accept: '.zip,application/zip' }, (files) => take(pickedFrom(files))),
		),
		empty,
	);
	area.addEventListener('dragover', (event) => {
		event.preventDefault();
		area.dataset['over'] = 'true';
	});
	area.addEventListener('dragleave', () => {
		delete area.dataset['over'];
	});
	area.addEventListener('drop', (event) => {
		event.preventDefault();
		delete area.dataset['over'];
		if (event.dataTransfer !== null) droppedFrom(event.dataTransfer).then(take).catch(failed);
	});
	return make(
		'section',
		{ 'aria-labelledby': 'bag-title' },
		make('h2', { id: 'bag-title' }, t('bagTitle')),
		make('p', {}, own.bagHint),
		area,
	);
}
