import { checkWords } from '../../report/verify/check-words.ts';
import type { Check } from '../../report/verify/checks.ts';
import { reasonIn } from '../../report/words/reason.ts';
import { visible } from '../parts/visible.ts';
import { type CheckGroup, groupChecks } from '../rooms/verify/check-groups.ts';
import { type Child, make } from './element.ts';
import type { Say } from './say.ts';

/** Failures shown in full before the rest is left to the list. */
const SHOWN = 20;

/** Every check by its name, with its answer, what it means in one sentence, and why not. */
export function checkList(say: Say, checks: readonly Check[]): HTMLElement {
	return make('ul', { class: 'checks' }, ...groupChecks(checks).map((group) => kind(say, group)));
}

function kind(say: Say, { key, checks, failed, state }: CheckGroup): HTMLElement {
	const { t, language } = say;
	const words = checkWords[language][key];
	const several = checks.length > 1 && (key === 'entry' || key === 'files');
	const meaning = state === 'fail' ? t(`broken.${key}`) : state === 'unconfirmed' ? undefined : words.meaning;
	return make(
		'li',
		{},
		sign(say, state),
		make(
			'div',
			{},
			make(
				'strong',
				{},
				several ? t(`several.${key}`, { count: checks.length }) : words.name(checks[0]?.about ?? null),
			),
			make('p', { class: 'hint' }, meaning ?? open(say, checks[0])),
			...failed.slice(0, SHOWN).flatMap((check) => reason(say, check, several)),
			several ? oneByOne(say, checks, failed.length) : undefined,
		),
	);
}

/** Why a question stays open: there was no key, or whatever else could not be shown. */
function open({ t, language }: Say, check: Check | undefined): string {
	return check === undefined || check.key === 'log-key' ? t('unconfirmed') : visible(reasonIn(language, check));
}

/** Why not; in another language than English also as the verifier says it, so that it can be looked up. */
function reason({ language }: Say, check: Check, named: boolean): Child[] {
	return [
		named ? make('p', {}, checkWords[language][check.key].name(check.about)) : undefined,
		make('pre', {}, visible(reasonIn(language, check))),
		language === 'en' ? undefined : make('p', { class: 'hint', lang: 'en' }, visible(check.reason)),
	];
}

/** Made when it is opened: there may be many. */
function oneByOne(say: Say, checks: readonly Check[], failed: number): HTMLElement {
	const { t, language } = say;
	const list = make('ul', { class: 'checks' });
	const title = failed > SHOWN ? t('allFailed', { count: failed }) : t('oneByOne');
	const made = make('details', {}, make('summary', {}, title), list);
	made.addEventListener('toggle', () => {
		if (list.childElementCount > 0) return;
		for (const { key, about, state } of checks)
			list.append(make('li', {}, sign(say, state), make('div', {}, checkWords[language][key].name(about))));
	});
	return made;
}

function sign({ t }: Say, state: Check['state']): HTMLElement {
	const glyph = { pass: '✓', fail: '✕', unconfirmed: '?' }[state];
	return make('span', { class: `sign ${state}`, role: 'img', 'aria-label': t(`state.${state}`) }, glyph);
}
