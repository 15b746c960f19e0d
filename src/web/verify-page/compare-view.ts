import type { Compared } from '../../report/verify/two-histories.ts';
import { reasonIn } from '../../report/words/reason.ts';
import { visible } from '../parts/visible.ts';
import type { Comparison } from '../rooms/verify/checking.ts';
import { type Picked, pickedFrom } from '../rooms/verify/picked.ts';
import { fileButton } from './ask-view.ts';
import { make } from './element.ts';
import type { Say } from './say.ts';

/** Whether the archive signed another history than the one in this report, by something else that it signed. */
export function compareView(
	say: Say,
	comparison: Comparison | undefined,
	against: (other: Picked) => void,
): HTMLElement {
	const { t, language } = say;
	const { compared, incomparable } = comparison ?? {};
	const busy = comparison !== undefined && compared === undefined && incomparable === undefined;
	const take = (files: readonly File[]): void => {
		const picked = pickedFrom(files);
		if (picked !== undefined) against(picked);
	};
	return make(
		'section',
		{ 'aria-labelledby': 'against-title' },
		make('h2', { id: 'against-title', tabindex: '-1' }, t('against.title')),
		make('p', {}, t('against.text')),
		make(
			'div',
			{ class: 'row' },
			fileButton(t('against.pickFile'), {}, take),
			fileButton(t('against.pickFolder'), { webkitdirectory: '', multiple: '' }, take),
		),
		comparison === undefined
			? undefined
			: make(
					'p',
					{ class: 'hint', 'aria-live': 'polite' },
					`${t(busy ? 'against.running' : 'against.with')} `,
					make('bdi', {}, visible(comparison.name)),
				),
		compared && answer(say, compared),
		incomparable &&
			make(
				'div',
				{ class: 'verdict consistent', role: 'alert' },
				make('h3', {}, t('against.wrongTitle')),
				make('p', {}, visible(reasonIn(language, incomparable))),
			),
	);
}

function answer({ t }: Say, { found, sizes }: Compared): HTMLElement {
	const [one = 0, two = 0] = found?.sizes ?? sizes;
	if (found === undefined)
		return make(
			'div',
			{ class: 'verdict', role: 'status' },
			make('h3', {}, t('against.noneTitle')),
			make('p', {}, t('against.noneText', { one, two })),
			make('p', { class: 'hint' }, t('against.keyOfReport')),
		);
	const [low, high] = found.range;
	return make(
		'div',
		{ class: 'verdict failed', role: 'alert' },
		make('h3', {}, t('against.foundTitle')),
		make(
			'p',
			{},
			low === 0 && high === one && high === two
				? t('against.sameSize', { size: high })
				: t('against.range', { first: low, last: high - 1, one, two }),
		),
		make('p', {}, t('against.means')),
		make('p', { class: 'hint' }, t('against.keyOfReport')),
		make(
			'details',
			{},
			make('summary', {}, t('against.checkpoints')),
			...found.notes.map((note) => make('pre', {}, note.split('\n').map(visible).join('\n'))),
		),
	);
}
