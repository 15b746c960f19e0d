import { Fieldset, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { type Draft, issuerTexts } from './choices.ts';
import { useSignedReports } from './use-signed-reports.ts';

/** What the issuer says in their own words, which no entry holds, and which earlier report this one replaces. */
export function IssuerWordsForm(props: {
	open: OpenCase;
	draft: Draft;
	onChange: (change: Partial<Draft>) => void;
	/** Another lead is to agree to them. */
	second: boolean;
}) {
	const { open, draft, onChange, second } = props;
	const { t } = useTranslation('report');
	const format = useFormats();
	const earlier = useSignedReports(open);
	const reports = earlier.data ?? [];
	return (
		<Fieldset legend={t('ownTitle')}>
			<Stack gap="sm">
				<Text size="sm" c="dimmed">
					{t('ownText')}
					{second && ` ${t('ownSecond')}`}
				</Text>
				{issuerTexts.map((name) => (
					<Textarea
						key={name}
						label={t(`own.${name}`)}
						description={t(`ownHint.${name}`)}
						value={draft.own[name]}
						onChange={(event) => onChange({ own: { ...draft.own, [name]: event.currentTarget.value } })}
						maxLength={2000}
						autosize
						minRows={1}
					/>
				))}
				{(earlier.isPending || reports.length > 0) && (
					<NativeSelect
						label={t('supersedes')}
						description={t('supersedesHint')}
						disabled={earlier.isPending}
						value={draft.supersedes ?? ''}
						onChange={({ currentTarget: { value } }) =>
							onChange({ supersedes: reports.find(({ report }) => report === value)?.report })
						}
						data={[
							{ value: '', label: t(earlier.isPending ? 'supersedesLooking' : 'supersedesNone') },
							...reports.map(({ report, time }) => ({
								value: report,
								label: `${report.slice(0, 8)} · ${format.time(time)}`,
							})),
						]}
					/>
				)}
				{earlier.isError && <ErrorNotice error={earlier.error} retry={() => earlier.refetch()} />}
			</Stack>
		</Fieldset>
	);
}
