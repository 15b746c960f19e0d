import '../no-eval.ts';
import { checkPicked } from '../rooms/verify/check-picked.ts';
import type { Picked } from '../rooms/verify/picked.ts';
import { keyQuestion } from './ask-view.ts';
import { bagQuestion } from './bag-question.ts';
import { button, make } from './element.ts';
import { runningView } from './running-view.ts';
import { type Language, readyWords, sayIn } from './say.ts';
import { type Stage, type State, understand } from './state.ts';
import { verdictView } from './verdict-view.ts';

/** The page in every bag: the same checks as everywhere else, in one file that asks nobody for anything. */

let state: State = { language: 'en', given: { key: '', policy: '' }, stage: { at: 'asking' } };
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
	const { logKey, keyWrong, policy, policyWrong } = understand(state.given);
	if (keyWrong || policyWrong !== undefined) return document.getElementById(keyWrong ? 'key' : 'policy')?.focus();
	const stop = new AbortController();
	go({ at: 'running', picked, stop });
	const tell = running.told;
	const verdict = await checkPicked(picked.source, { logKey, policy, signal: stop.signal, tell });
	if (stop.signal.aborted) return;
	go({ at: 'done', picked, verdict, ended: new Date() });
	document.getElementById('verdict')?.focus();
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
	if (stage.at === 'done') return verdictView(say, state, stage, again);
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
