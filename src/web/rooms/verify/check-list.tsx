import { Code, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { checkWords } from '../../../report/verify/check-words.ts';
import type { Check } from '../../../report/verify/checks.ts';
import { reasonIn } from '../../../report/words/reason.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { VirtualRows } from '../../parts/virtual-rows.tsx';
import { type CheckGroup, groupChecks } from './check-groups.ts';
import classes from './check-list.module.css';

/** Failures shown in full before the rest is left to the list. */
const SHOWN = 20;

const SIGNS = { pass: IconCircleCheck, fail: IconCircleX, unconfirmed: IconHelpCircle } as const;

/** Every check by its name, with its answer, what it means, and why not. */
export function CheckList(props: { checks: readonly Check[] }) {
	return (
		<ul className={classes.list}>
			{groupChecks(props.checks).map((group) => (
				<li key={group.key} className={classes.group}>
					<Sign state={group.state} />
					<Kind group={group} />
				</li>
			))}
		</ul>
	);
}

function Kind({ group }: { group: CheckGroup }) {
	const { t, i18n } = useTranslation('verify');
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	const words = checkWords[language][group.key];
	const { key, checks, failed, state } = group;
	const [first] = checks;
	// Why a question stays open: there was no key, or whatever else could not be shown.
	const open = first === undefined || key === 'log-key' ? t('unconfirmed') : visible(reasonIn(language, first));
	const several = checks.length > 1 && (key === 'entry' || key === 'files');
	return (
		<Stack gap={4} className={classes.grow}>
			<Text fw={600}>{several ? t(`several.${key}`, { count: checks.length }) : words.name(first?.about ?? null)}</Text>
			<Text size="sm" c="dimmed">
				{state === 'fail' ? t(`broken.${key}`) : state === 'unconfirmed' ? open : words.meaning}
			</Text>
			{failed.slice(0, SHOWN).map((check) => (
				<Reason key={check.about} check={check} named={several} />
			))}
			{several && (
				<details>
					<summary>{failed.length > SHOWN ? t('allFailed', { count: failed.length }) : t('oneByOne')}</summary>
					<VirtualRows rows={checks} label={t(`several.${key}`, { count: checks.length })} estimate={42}>
						{(check) => (
							<Group gap="xs" p="xs" wrap="nowrap">
								<Sign state={check.state} />
								<Text size="sm">{words.name(check.about)}</Text>
							</Group>
						)}
					</VirtualRows>
				</details>
			)}
		</Stack>
	);
}

/** Why not; in another language than English also as the verifier says it, so that it can be looked up. */
function Reason({ check, named }: { check: Check; named: boolean }) {
	const { i18n } = useTranslation('verify');
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	const words = checkWords[language][check.key];
	return (
		<div>
			{named && <Text size="sm">{words.name(check.about)}</Text>}
			<Code block className={classes.reason}>
				{visible(reasonIn(language, check))}
			</Code>
			{language !== 'en' && (
				<Text size="xs" c="dimmed" lang="en">
					{visible(check.reason)}
				</Text>
			)}
		</div>
	);
}

function Sign({ state }: { state: Check['state'] }) {
	const { t } = useTranslation('verify');
	const Icon = SIGNS[state];
	return (
		<span className={`${classes.sign} ${classes[state]}`}>
			<Icon size={22} role="img" aria-label={t(`state.${state}`)} />
		</span>
	);
}
