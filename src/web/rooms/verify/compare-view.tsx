import { Alert, Button, Code, FileButton, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconArrowsDiff, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Compared } from '../../../report/verify/two-histories.ts';
import { reasonIn } from '../../../report/words/reason.ts';
import { Busy } from '../../parts/busy.tsx';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { type Comparison, compareWith } from './checking.ts';
import { type Picked, pickedFrom } from './picked.ts';

/** Whether the archive signed another history than the one in this report, by something else that it signed. */
export function CompareView(props: { comparison: Comparison | undefined }) {
	const { t } = useTranslation('verify');
	const { comparison } = props;
	const busy = comparison !== undefined && comparison.compared === undefined && comparison.incomparable === undefined;
	const take = (picked: Picked | undefined): void => {
		if (picked !== undefined) compareWith(picked);
	};
	return (
		<section aria-labelledby="verify-against">
			<Stack gap="sm" maw="46rem">
				<Title order={2} size="h4" id="verify-against">
					{t('against.title')}
				</Title>
				<Text>{t('against.text')}</Text>
				<Group>
					<FileButton
						disabled={busy}
						onChange={(file) => take(pickedFrom(file === null ? [] : [file]))}
						inputProps={{ 'aria-label': t('against.pickFile') }}
					>
						{(button) => (
							<Button
								{...button}
								variant="default"
								disabled={busy}
								leftSection={<IconArrowsDiff size={18} aria-hidden />}
							>
								{t('against.pickFile')}
							</Button>
						)}
					</FileButton>
					<FileButton
						multiple
						disabled={busy}
						onChange={(files) => take(pickedFrom(files))}
						inputProps={{ 'aria-label': t('against.pickFolder'), ...({ webkitdirectory: '' } as object) }}
					>
						{(button) => (
							<Button {...button} variant="default" disabled={busy}>
								{t('against.pickFolder')}
							</Button>
						)}
					</FileButton>
				</Group>
				{comparison !== undefined && (
					<Text size="sm">
						{t(busy ? 'against.running' : 'against.with')} <ForeignText text={comparison.name} />
					</Text>
				)}
				{busy && <Busy here />}
				{comparison?.compared !== undefined && <Answer compared={comparison.compared} />}
				{comparison?.incomparable !== undefined && <Incomparable {...comparison.incomparable} />}
			</Stack>
		</section>
	);
}

function Answer({ compared }: { compared: Compared }) {
	const { t } = useTranslation('verify');
	const { found, sizes } = compared;
	const [one = 0, two = 0] = found?.sizes ?? sizes;
	if (found === undefined)
		return (
			<Alert color="gray" role="status" icon={<IconHelpCircle aria-hidden />} title={t('against.noneTitle')}>
				<Stack gap="xs">
					<Text size="sm">{t('against.noneText', { one, two })}</Text>
					<Text size="sm">{t('against.keyOfReport')}</Text>
				</Stack>
			</Alert>
		);
	const [low, high] = found.range;
	return (
		<Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={t('against.foundTitle')}>
			<Stack gap="xs">
				<Text size="sm">
					{low === 0 && high === one && high === two
						? t('against.sameSize', { size: high })
						: t('against.range', { first: low, last: high - 1, one, two })}
				</Text>
				<Text size="sm">{t('against.means')}</Text>
				<Text size="sm">{t('against.keyOfReport')}</Text>
				<details>
					<summary>{t('against.checkpoints')}</summary>
					{found.notes.map((note) => (
						<Code block mt="xs" key={note} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
							{note.split('\n').map(visible).join('\n')}
						</Code>
					))}
				</details>
			</Stack>
		</Alert>
	);
}

function Incomparable(props: NonNullable<Comparison['incomparable']>) {
	const { t, i18n } = useTranslation('verify');
	return (
		<Alert color="yellow" role="alert" icon={<IconHelpCircle aria-hidden />} title={t('against.wrongTitle')}>
			{visible(reasonIn(i18n.language === 'ru' ? 'ru' : 'en', props))}
		</Alert>
	);
}
