import type { TFunction } from 'i18next';
import { checkWords } from '../../../report/verify/check-words.ts';
import { limitWords } from '../../../report/verify/limits.ts';
import { pseudonym } from '../../../report/verify/roster.ts';
import type { Verdict } from '../../../report/verify/verify-bag.ts';
import { issuersWord, reasonIn } from '../../../report/words/reason.ts';
import { visible } from '../../parts/visible.ts';

/** A verdict as a text to keep: every check, one a line, with nothing left out. */
export function verdictText(about: {
	t: TFunction<'verify'>;
	language: 'en' | 'ru';
	verdict: Verdict;
	name: string;
	ended: string;
	key: string | undefined;
}): string {
	const { t, language, verdict, name, ended, key } = about;
	const words = checkWords[language];
	// What came with the bag cannot begin a line of its own.
	const line = visible;
	const own = issuersWord(language, verdict.onWordOfIssuer);
	return [
		t('text.head'),
		'',
		`${t('text.bag')}: ${line(name)}`,
		`${t('text.time')}: ${ended}`,
		`${t('text.key')}: ${key ?? t('text.noKey')}`,
		`${t('text.print')}: ${verdict.fingerprint}`,
		'',
		t(`result.${verdict.result}.title`),
		t(`result.${verdict.result}.text`),
		...(verdict.acknowledged === null ? [] : [line(acknowledgedText(t, verdict.acknowledged))]),
		'',
		...verdict.checks.map((check) => {
			const { key: kind, about: of, state, reason } = check;
			const said = `[${t(`state.${state}`)}] ${words[kind].name(of)}`;
			return line(reason === '' ? said : `${said}: ${reasonIn(language, check)}`);
		}),
		'',
		t('limitsTitle'),
		...Object.values(limitWords[language]).map((one) => `- ${one}`),
		...(own.length === 0 ? [] : ['', t('wordTitle'), ...own.map((one) => `- ${line(one)}`)]),
		'',
	].join('\n');
}

/** Who says that they have this report, and how they had checked it. What they call themselves nobody vouches for. */
export function acknowledgedText(t: TFunction<'verify'>, said: NonNullable<Verdict['acknowledged']>): string {
	const by = said.by === '' ? t('acknowledged.unnamed') : visible(said.by);
	return t('acknowledged.text', { by, key: pseudonym(said.key), how: t(`acknowledged.${said.result}`) });
}
