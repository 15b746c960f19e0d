import { Alert, Button, Fieldset, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enterByHand } from '../../../client/case/hand-over.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useSession } from '../../session/use-session.ts';
import { useSignedReports } from './use-signed-reports.ts';

const nothingSaid = { said: '', when: '', on: '' };

/** What a recipient said who signed nothing, entered on the word of whoever enters it. */
export function ByHand({ open }: { open: OpenCase }) {
	const { t } = useTranslation('report');
	const format = useFormats();
	const { connection } = useSession();
	const signed = useSignedReports(open);
	const reports = signed.data ?? [];
	const [chosen, setChosen] = useState<string>();
	const [words, setWords] = useState(nothingSaid);
	const report: Id | undefined = (reports.find((one) => one.report === chosen) ?? reports[0])?.report;
	const { said, when, on } = words;
	const enter = useMutation({
		mutationFn: async (about: Id) => {
			const trimmed = { said: said.trim(), when: when.trim(), on: on.trim() };
			return { id: about.slice(0, 8), index: await enterByHand(connection, open, about, trimmed) };
		},
		onSuccess: () => setWords(nothingSaid),
	});
	if (signed.isError) return <ErrorNotice error={signed.error} retry={() => signed.refetch()} />;
	if (report === undefined) return null;
	const change = (some: Partial<typeof nothingSaid>): void => setWords({ ...words, ...some });
	return (
		<Fieldset legend={t('byHand.title')}>
			<Stack gap="sm">
				<Text size="sm" c="dimmed">
					{t('byHand.text')}
				</Text>
				<NativeSelect
					label={t('byHand.report')}
					value={report}
					onChange={(event) => setChosen(event.currentTarget.value)}
					data={reports.map((one) => ({
						value: one.report,
						label: `${one.report.slice(0, 8)} · ${format.time(one.time)}`,
					}))}
				/>
				<Textarea
					label={t('byHand.said')}
					value={said}
					onChange={(event) => change({ said: event.currentTarget.value })}
					maxLength={2000}
					autosize
					minRows={1}
				/>
				<TextInput
					label={t('byHand.when')}
					value={when}
					onChange={(event) => change({ when: event.currentTarget.value })}
					maxLength={500}
					autoComplete="off"
				/>
				<TextInput
					label={t('byHand.on')}
					description={t('byHand.onHint')}
					value={on}
					onChange={(event) => change({ on: event.currentTarget.value })}
					maxLength={500}
					autoComplete="off"
				/>
				<div>
					<Button
						variant="default"
						leftSection={<IconPencil size={18} aria-hidden />}
						loading={enter.isPending}
						disabled={said.trim() === ''}
						onClick={() => enter.mutate(report)}
					>
						{t('byHand.enter')}
					</Button>
				</div>
				{enter.isError && <ErrorNotice error={enter.error} />}
				{enter.data !== undefined && (
					<Alert color="teal" role="status">
						{t('byHand.entered', enter.data)}
					</Alert>
				)}
			</Stack>
		</Fieldset>
	);
}
