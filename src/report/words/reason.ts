import type { ErrorCode } from '../../domain/errors.ts';
import type { Language } from '../verify/event-words.ts';
import { fieldLabel, hasLabel } from './field-label.ts';
import { acknowledgedReasons } from './reasons-acknowledged.ts';
import { bagReasons } from './reasons-bag.ts';
import { choiceReasons } from './reasons-choices.ts';
import { expungedReasons } from './reasons-expunged.ts';
import { logKeyReasons } from './reasons-log-key.ts';
import { policyReasons } from './reasons-policy.ts';
import { reportReasons } from './reasons-report.ts';

export const reasons = {
	...reportReasons,
	...bagReasons,
	...choiceReasons,
	...expungedReasons,
	...acknowledgedReasons,
	...logKeyReasons,
	...policyReasons,
};
export type ReasonKey = keyof typeof reasons;

/** Those that say most of themselves first: another may fit as well, with more left to be filled in. */
const patterns = Object.entries(reasons)
	.map(([key, { en }]) => ({
		key: key as ReasonKey,
		fixed: en.replaceAll(/\{\w+\}/g, '').length,
		names: [...en.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string),
		fits: new RegExp(`^${en.replaceAll(/[.*+?^$()[\]|\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '(.+)')}$`, 's'),
	}))
	.sort((one, two) => two.fixed - one.fixed);

/** Which reason this is, with what it is about; undefined for what tools, keys or files say in their own words. */
export function reasonOf(said: string): { key: ReasonKey; about: { readonly [name: string]: string } } | undefined {
	for (const { key, names, fits } of patterns) {
		const found = fits.exec(said);
		if (found !== null)
			return { key, about: Object.fromEntries(names.map((name, i) => [name, found[i + 1] as string])) };
	}
	return undefined;
}

/** A reason of the verifier in a language. What it has no words for is named by its code, and quoted. */
export function reasonIn(language: Language, { reason, code }: { reason: string; code: ErrorCode | null }): string {
	if (reason === '') return reason;
	const known = reasonOf(reason);
	if (known === undefined) return language === 'en' ? reason : `${codes[code ?? 'internal'] ?? other}: «${reason}»`;
	return reasons[known.key][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
		const value = aboutIn(language, name, known.about[name] ?? '');
		return name === 'field' && language === 'en' ? `“${value}”` : value;
	});
}

/**
 * What no signed detail covers, as the verifier names it, one line for each thing with all its fields: `item 1f: time of the file
 * as received; SHA-256 of the file`.
 */
export function issuersWord(language: Language, said: readonly string[]): string[] {
	const fields = new Map<string, string[]>();
	const rest: string[] = [];
	for (const reason of said) {
		const known = reasonOf(reason);
		const { field, named } = known?.about ?? {};
		if (known?.key !== 'issuerWord' || field === undefined || named === undefined)
			rest.push(reasonIn(language, { reason, code: null }));
		else fields.set(named, [...(fields.get(named) ?? []), field]);
	}
	const lines = [...fields].map(([named, names]) => {
		const labels = names.map((name) => fieldIn(language, named === 'the case' ? ['case', name] : [name]));
		return `${aboutIn(language, 'named', named)}: ${labels.join('; ')}`;
	});
	return [...lines, ...rest];
}

const things: { readonly [english: string]: string } = {
	'the case': 'дело',
	'the report': 'отчёт',
	case: 'дело',
	item: 'файл',
	'the manifest': 'список файлов',
};

/** What keeps something back from a report, as `beyond.ts` names it. */
const keptBack: { readonly [english: string]: string } = {
	names: 'имена файлов',
	people: 'кто показан во фрагментах',
	technical: 'технические сведения',
	titles: 'названия',
	purposes: 'причины действий',
	entries: 'скрытые целиком записи',
	originals: 'оригиналы',
	origin: 'происхождение',
	notes: 'заметки',
	keyframes: 'кадры',
	'what no report shows': 'то, чего не показывает ни один отчёт',
};

function aboutIn(language: Language, name: string, value: string): string {
	if (name === 'field') return fieldIn(language, [value]);
	if (language === 'en') return value;
	if (name === 'choice') return value.replaceAll(/[a-z]+(?: [a-z]+)*/g, (one) => keptBack[one] ?? one);
	return (
		things[value] ??
		value
			.replace(/^(case|item) (?=[0-9a-f])/, (_, kind: string) => `${things[kind]} `)
			.replace(/^exhibit /, 'доказательство ')
	);
}

/** As it stands within a sentence; names like SHA-256 keep their capitals. */
function fieldIn(language: Language, path: readonly string[]): string {
	const label = hasLabel(path) ? fieldLabel(language, path) : (path.at(-1) ?? '');
	return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

const other = 'проверка не прошла';
const codes: { readonly [C in ErrorCode]?: string } = {
	'bad-request': 'составлено неверно',
	'too-large': 'больше допустимого',
	'not-found': 'чего-то нет',
	'hash-mismatch': 'хеши не совпадают',
	'size-mismatch': 'размер не совпадает',
	damaged: 'повреждено',
	'wrong-key': 'ключ не подходит',
	'bad-key': 'негодный ключ',
	'bad-proof': 'доказательство не сходится',
	unreadable: 'не читается',
	range: 'выходит за пределы файла',
};
