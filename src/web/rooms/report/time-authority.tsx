import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answers } from '../../../domain/wire.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useSession } from '../../session/use-session.ts';

/** Which of the time authorities that the archive asks is to say when report.pdf was signed. */
export function TimeAuthority(props: {
	authority: string | undefined;
	onChange: (authority: string | undefined) => void;
}) {
	const { authority, onChange } = props;
	const { t } = useTranslation('report');
	const { connection } = useSession();
	const found = useQuery({
		queryKey: ['time-authorities'],
		queryFn: async () => (await connection.ask(answers.timeState, '/v1/times')).authorities.map((one) => one.authority),
		refetchOnMount: 'always',
	});
	if (found.isError) return <ErrorNotice error={found.error} retry={() => found.refetch()} />;
	if (found.data === undefined) return null;
	if (found.data.length === 0)
		return (
			<Text size="sm" c="dimmed">
				{t('timeFrom.none')}
			</Text>
		);
	return (
		<NativeSelect
			label={t('timeFrom.label')}
			description={t('timeFrom.hint')}
			value={authority ?? ''}
			onChange={({ currentTarget: { value } }) => onChange(value === '' ? undefined : value)}
			data={[
				{ value: '', label: t('timeFrom.nobody') },
				...found.data.map((one) => ({ value: one, label: visible(one) })),
			]}
		/>
	);
}
