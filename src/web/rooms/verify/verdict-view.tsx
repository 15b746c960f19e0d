import { Alert, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconHelpCircle, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { limitWords } from '../../../report/verify/limits.ts';
import type { Verdict } from '../../../report/verify/verify-bag.ts';
import { issuersWord } from '../../../report/words/reason.ts';
import { withheldLines, withheldTitle } from '../../../report/words/withheld.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { saveFile } from '../../parts/save-file.ts';
import { Acknowledge } from './acknowledge.tsx';
import { CheckList } from './check-list.tsx';
import type { Checking } from './checking.ts';
import { CompareView } from './compare-view.tsx';
import { Print } from './fingerprint.tsx';
import { acknowledgedText, verdictText } from './verdict-text.ts';

const LOOKS = {
	confirmed: { color: 'teal', Icon: IconShieldCheck },
	consistent: { color: 'yellow', Icon: IconHelpCircle },
	failed: { color: 'red', Icon: IconAlertTriangle },
} as const;

/** What came of it: the verdict, every check, and what none of them shows. */
export function VerdictView(props: { checking: Checking; verdict: Verdict; ended: Date; onAgain: () => void }) {
	const { t, i18n } = useTranslation('verify');
	const format = useFormats();
	const { checking, verdict, ended, onAgain } = props;
	const { color, Icon } = LOOKS[verdict.result];
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	const kept = withheldLines(language, verdict.withheld);
	const words = issuersWord(language, verdict.onWordOfIssuer);
	const text = (): string =>
		verdictText({ t, language, verdict, name: checking.picked.name, ended: format.time(ended), key: checking.logKey });
	return (
		<Stack gap="lg">
			<Alert
				color={color}
				icon={<Icon aria-hidden />}
				title={t(`result.${verdict.result}.title`)}
				role={verdict.result === 'failed' ? 'alert' : 'status'}
			>
				<Stack gap="xs">
					<Text>{t(`result.${verdict.result}.text`)}</Text>
					{verdict.result === 'confirmed' && <Text size="sm">{t(`keyFrom.${checking.keySource}`)}</Text>}
					{checking.brought.policy !== '' && <Text size="sm">{t('brought.policyUsed')}</Text>}
					{checking.brought.authorities !== '' && <Text size="sm">{t('brought.authoritiesUsed')}</Text>}
					{verdict.acknowledged !== null && <Text size="sm">{acknowledgedText(t, verdict.acknowledged)}</Text>}
					<Text size="sm">
						<ForeignText text={checking.picked.name} /> · {format.time(ended)}
					</Text>
				</Stack>
			</Alert>
			{verdict.fingerprint !== '' && (
				<Stack gap={4}>
					<Text>{verdict.result === 'confirmed' ? t('printSame') : t('printCompare')}</Text>
					<div>
						<Print of={verdict.fingerprint} />
					</div>
				</Stack>
			)}
			<Group>
				<Button
					leftSection={<IconDownload size={18} aria-hidden />}
					onClick={() => saveFile('custos-verification.txt', text(), 'text/plain;charset=utf-8')}
				>
					{t('save')}
				</Button>
				<CopyButton value={text()} label={t('copyText')} />
				<Button variant="default" onClick={onAgain}>
					{t('another')}
				</Button>
			</Group>
			<section aria-labelledby="verify-checks">
				<Title order={2} size="h4" mb="xs" id="verify-checks">
					{t('checksTitle')}
				</Title>
				<CheckList checks={verdict.checks} />
				{verdict.checks.every(({ key }) => key !== 'note') && <Text fw={600}>{t('brokenOff')}</Text>}
			</section>
			{verdict.fingerprint !== '' && <CompareView comparison={checking.comparison} />}
			{kept.length > 0 && (
				<section aria-labelledby="verify-withheld">
					<Title order={2} size="h4" mb="xs" id="verify-withheld">
						{t('withheldTitle')}
					</Title>
					<Text>{withheldTitle(language)}</Text>
					<List spacing={4} maw="46rem">
						{kept.map((line) => (
							<List.Item key={line}>{visible(line)}</List.Item>
						))}
					</List>
				</section>
			)}
			{verdict.result !== 'failed' && <Acknowledge picked={checking.picked} verdict={verdict} />}
			<section aria-labelledby="verify-limits">
				<Title order={2} size="h4" mb="xs" id="verify-limits">
					{t('limitsTitle')}
				</Title>
				<List spacing="xs" maw="46rem">
					{Object.values(limitWords[language]).map((line) => (
						<List.Item key={line}>{line}</List.Item>
					))}
				</List>
				{words.length > 0 && (
					<>
						<Text fw={600} mt="md">
							{t('wordTitle')}
						</Text>
						<List spacing={4} maw="46rem">
							{words.slice(0, 100).map((line) => (
								<List.Item key={line}>{visible(line)}</List.Item>
							))}
						</List>
						{words.length > 100 && <Text>{t('wordMore')}</Text>}
					</>
				)}
			</section>
		</Stack>
	);
}
