import '../no-eval.ts';
import { isCustosError } from '../../domain/errors.ts';
import { NOTHING } from '../rooms/verify/brought.ts';
import { checkPicked } from '../rooms/verify/check-picked.ts';
import type { Comparison } from '../rooms/verify/checking.ts';
import { comparePicked } from '../rooms/verify/compare-picked.ts';
import type { Picked } from '../rooms/verify/picked.ts';
import { keyQuestion } from './ask-view.ts';
import { bagQuestion } from './bag-question.ts';
import { button, make } from './element.ts';
import { runningView } from './running-view.ts';
import { type Language, readyWords, sayIn } from './say.ts';
import { type Stage, type State, understand } from './state.ts';
import { type Done, verdictView } from './verdict-view.ts';

/** The page in every bag: the same checks as everywhere else, in one file that asks nobody for anything. */

let state: State = { language: 'en', given: { key: '', ...NOTHING }, stage: { at: 'asking' } };
const root = make('div', { id: 'page' });

function go(stage: Stage): void {
	state = { ...state, stage };
	show();
}

function speak(language: Language): void {
	state = { ...state, language };
	show();
	document.querySelector<HTMLElement>(`button[lang=${language}]`)?.focus();
}

/** Checks what was handed over; whatever was under way is stopped. */
async function check(picked: Picked): Promise<void> {
	const { given } = state;
	const { logKey, keyWrong, policyWrong, authoritiesWrong } = understand(given);
	const wrong = keyWrong ? 'key' : policyWrong !== undefined ? 'policy' : authoritiesWrong && 'authorities';
	if (wrong !== undefined) return document.getElementById(wrong)?.focus();
	const stop = new AbortController();
	go({ at: 'running', picked, stop });
	const tell = running.told;
	const verdict = await checkPicked(picked.source, { logKey, brought: given, signal: stop.signal, tell });
	if (stop.signal.aborted) return;
	go({ at: 'done', picked, verdict, ended: new Date() });
	document.getElementById('verdict')?.focus();
}

/** Holds the bag at hand against something else. */
async function compare(done: Done, other: Picked): Promise<void> {
	const answer = (comparison: Comparison): void => {
		const { stage } = state;
		if (stage.at !== 'done' || stage.picked !== done.picked) return;
		go({ ...stage, comparison });
		document.getElementById('against-title')?.focus();
	};
	const { name } = other;
	answer({ name });
	try {
		answer({ name, compared: await comparePicked(done.picked.source, other.source) });
	} catch (error) {
		if (!isCustosError(error)) throw error;
		answer({ name, incomparable: { reason: error.message, code: error.code } });
	}
}

const running = runningView();
const failed = (error: unknown): void => {
	if (state.stage.at === 'running' && state.stage.stop.signal.aborted) return;
	go({ at: 'failed', why: String(error) });
};

function show(): void {
	const say = sayIn(state.language);
	const { own } = say;
	document.documentElement.lang = state.language;
	document.title = `${own.title} — Custos`;
	root.replaceChildren(
		make(
			'header',
			{},
			make('p', { class: 'name' }, 'Custos'),
			make(
				'div',
				{ class: 'row', role: 'group', 'aria-label': own.language },
				...(['en', 'ru'] as const).map((one) =>
					button(one === 'en' ? 'English' : 'Русский', () => speak(one), {
						lang: one,
						'aria-pressed': String(one === state.language),
					}),
				),
			),
		),
		make('main', {}, make('h1', {}, own.title), ...current(say)),
	);
}

function current(say: ReturnType<typeof sayIn>): HTMLElement[] {
	const { own } = say;
	const { stage } = state;
	const again = (): void => go({ at: 'asking' });
	if (stage.at === 'done')
		return verdictView(say, state, stage, again, (other) => {
			compare(stage, other).catch(failed);
		});
	if (stage.at === 'running')
		return running.view(say, stage.picked.name, () => {
			stage.stop.abort();
			again();
		});
	if (stage.at === 'failed')
		return [
			make('p', { role: 'alert' }, own.failed),
			make('pre', {}, stage.why),
			make('div', { class: 'row' }, button(own.again, again)),
		];
	return [
		make('p', {}, own.about),
		make('aside', { 'aria-label': own.cameTitle }, make('strong', {}, own.cameTitle), make('p', {}, own.came)),
		keyQuestion(say, state.given, (given) => {
			state = { ...state, given };
		}),
		bagQuestion(
			say,
			(picked) => {
				check(picked).catch(failed);
			},
			failed,
		),
	];
}

// What is dropped beside the area is not opened in the page's place.
for (const type of ['dragover', 'drop'] as const) document.addEventListener(type, (event) => event.preventDefault());

/** Shows the page as soon as its words are there. */
async function start(): Promise<void> {
	state = { ...state, language: await readyWords() };
	document.body.append(root);
	show();
}
start().catch(reportError);
