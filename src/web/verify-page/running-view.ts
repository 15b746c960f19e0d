import { visible } from '../parts/visible.ts';
import type { CheckedSoFar } from '../rooms/verify/check-picked.ts';
import { button, make } from './element.ts';
import type { Say } from './say.ts';

/** How far the checking is; the figures stay when the language changes. */
export function runningView() {
	let far: CheckedSoFar = { done: 0, total: 0, checks: 0 };
	let update = (): void => undefined;
	return {
		told(now: CheckedSoFar): void {
			far = now;
			update();
		},
		view({ t }: Say, name: string, stop: () => void): HTMLElement[] {
			const bar = make('progress', { 'aria-label': t('read') });
			const answered = make('p', { class: 'hint' });
			update = () => {
				if (far.total > 0) [bar.max, bar.value] = [far.total, far.done];
				answered.textContent = t('answered', { count: far.checks });
			};
			update();
			return [
				make('p', { role: 'status' }, `${t('checking')} `, make('bdi', {}, visible(name))),
				bar,
				answered,
				make('p', {}, t('nothingSent')),
				make('div', { class: 'row' }, button(t('stop'), stop)),
			];
		},
	};
}
