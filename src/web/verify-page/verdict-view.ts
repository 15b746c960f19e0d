import { limitWords } from '../../report/verify/limits.ts';
import type { Verdict } from '../../report/verify/verify-bag.ts';
import { issuersWord } from '../../report/words/reason.ts';
import { withheldLines, withheldTitle } from '../../report/words/withheld.ts';
import { formatsIn } from '../parts/formats.ts';
import { saveFile } from '../parts/save-file.ts';
import { visible } from '../parts/visible.ts';
import type { Picked } from '../rooms/verify/picked.ts';
import { acknowledgedText, verdictText } from '../rooms/verify/verdict-text.ts';
import { acknowledgeView } from './acknowledge-view.ts';
import { checkList } from './check-list.ts';
import { compareView } from './compare-view.ts';
import { button, make } from './element.ts';
import type { Say } from './say.ts';
import { type Stage, type State, understand } from './state.ts';

export type Done = Extract<Stage, { at: 'done' }>;

/** Lines of the issuer's word shown before the rest is left to the saved text. */
const SHOWN = 100;

/** What came of it: the verdict, every check, and what none of them shows. */
export function verdictView(
	say: Say,
	state: State,
	done: Done,
	again: () => void,
	against: (other: Picked) => void,
): HTMLElement[] {
	const { t, own, language } = say;
	const { verdict, picked, ended } = done;
	const { logKey, policy, timeRoots } = understand(state.given);
	const from = logKey === undefined ? t('keyFrom.policy') : t('keyFrom.given');
	const time = formatsIn(language).time(ended);
	const text = (): string => verdictText({ t, language, verdict, name: picked.name, ended: time, key: logKey });
	return [
		make(
			'section',
			{ class: `verdict ${verdict.result}`, role: verdict.result === 'failed' ? 'alert' : 'status' },
			make('h2', { tabindex: '-1', id: 'verdict' }, t(`result.${verdict.result}.title`)),
			make('p', {}, t(`result.${verdict.result}.text`)),
			verdict.result === 'confirmed' ? make('p', {}, from) : undefined,
			policy === undefined ? undefined : make('p', {}, t('brought.policyUsed')),
			timeRoots === undefined ? undefined : make('p', {}, t('brought.authoritiesUsed')),
			verdict.acknowledged === null ? undefined : make('p', {}, acknowledgedText(t, verdict.acknowledged)),
			make('p', { class: 'hint' }, make('bdi', {}, visible(picked.name)), ` · ${time}`),
		),
		...print(say, verdict),
		make(
			'div',
			{ class: 'row' },
			button(t('save'), () => saveFile('custos-verification.txt', text(), 'text/plain;charset=utf-8')),
			button(own.again, again),
		),
		make(
			'section',
			{ 'aria-labelledby': 'checks-title' },
			make('h2', { id: 'checks-title' }, t('checksTitle')),
			checkList(say, verdict.checks),
			verdict.checks.every(({ key }) => key !== 'note') ? make('p', {}, make('strong', {}, t('brokenOff'))) : undefined,
		),
		...(verdict.fingerprint === '' ? [] : [compareView(say, done.comparison, against)]),
		...kept(say, verdict),
		...(verdict.result === 'failed' ? [] : [acknowledgeView(say, picked, verdict)]),
		limits(say, verdict),
	];
}

function print({ t }: Say, { result, fingerprint }: Verdict): HTMLElement[] {
	if (fingerprint === '') return [];
	const title = result === 'confirmed' ? t('printSame') : t('printCompare');
	return [make('p', {}, `${title} `, make('code', { class: 'print' }, fingerprint))];
}

function kept({ t, language }: Say, { withheld }: Verdict): HTMLElement[] {
	const lines = withheldLines(language, withheld);
	if (lines.length === 0) return [];
	const list = make('ul', {}, ...lines.map((line) => make('li', {}, visible(line))));
	const title = make('h2', { id: 'withheld-title' }, t('withheldTitle'));
	return [
		make('section', { 'aria-labelledby': 'withheld-title' }, title, make('p', {}, withheldTitle(language)), list),
	];
}

function limits({ t, own, language }: Say, { onWordOfIssuer }: Verdict): HTMLElement {
	const words = issuersWord(language, onWordOfIssuer);
	const items = (lines: readonly string[]) => make('ul', {}, ...lines.map((line) => make('li', {}, visible(line))));
	return make(
		'section',
		{ 'aria-labelledby': 'limits-title' },
		make('h2', { id: 'limits-title' }, t('limitsTitle')),
		items([...Object.values(limitWords[language]), own.came]),
		words.length === 0 ? undefined : make('p', {}, make('strong', {}, t('wordTitle'))),
		words.length === 0 ? undefined : items(words.slice(0, SHOWN)),
		words.length > SHOWN ? make('p', {}, t('wordMore')) : undefined,
	);
}
