import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../report/verify/verify-bag.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { acknowledgePicked } from './acknowledge-picked.ts';
import type { Picked } from './picked.ts';

/** Whoever received a bag that holds says so, without an account. */
export function Acknowledge({ picked, verdict }: { picked: Picked; verdict: Verdict }) {
	const { t } = useTranslation('verify');
	const [by, setBy] = useState('');
	const sign = useMutation({
		mutationFn: () => acknowledgePicked(picked.source, verdict, by),
		onSuccess: ({ name, note }) => saveFile(`${name}.txt`, note, 'text/plain;charset=utf-8'),
	});
	const { data } = sign;
	return (
		<Stack gap="sm" maw="46rem" component="section" aria-labelledby="verify-acknowledge">
			<Title order={2} size="h4" id="verify-acknowledge">
				{t('acknowledge.title')}
			</Title>
			<Text>{t('acknowledge.text')}</Text>
			<TextInput
				label={t('acknowledge.by')}
				value={by}
				onChange={(event) => setBy(event.currentTarget.value)}
				maxLength={200}
				autoComplete="off"
			/>
			<Group gap="sm">
				<Button variant="default" loading={sign.isPending} onClick={() => sign.mutate()}>
					{t('acknowledge.make')}
				</Button>
				{data !== undefined && (
					<Button variant="default" onClick={() => saveFile(`${data.name}.key`, data.key, 'text/plain')}>
						{t('acknowledge.saveKey')}
					</Button>
				)}
			</Group>
			{data !== undefined && <Text role="status">{t('acknowledge.made')}</Text>}
			{sign.isError && <ErrorNotice error={sign.error} />}
		</Stack>
	);
}
