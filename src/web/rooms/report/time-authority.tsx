import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usualOf } from '../../../client/time.ts';
import { answers } from '../../../domain/wire.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useSession } from '../../session/use-session.ts';

/** Which of the time authorities that the archive asks is to say when report.pdf was signed. */
export function TimeAuthority(props: {
	authority: string | null | undefined;
	onChange: (authority: string | null) => void;
}) {
	const { authority, onChange } = props;
	const { t } = useTranslation('report');
	const { connection } = useSession();
	const found = useQuery({
		queryKey: ['time-authorities'],
		queryFn: () => connection.ask(answers.timeState, '/v1/times'),
		refetchOnMount: 'always',
	});
	if (found.isError) return <ErrorNotice error={found.error} retry={() => found.refetch()} />;
	if (found.data === undefined) return null;
	if (found.data.authorities.length === 0)
		return (
			<Text size="sm" c="dimmed">
				{t('timeFrom.none')}
			</Text>
		);
	return (
		<NativeSelect
			label={t('timeFrom.label')}
			description={t('timeFrom.hint')}
			value={(authority === undefined ? usualOf(found.data) : authority) ?? ''}
			onChange={({ currentTarget: { value } }) => onChange(value === '' ? null : value)}
			data={[
				{ value: '', label: t('timeFrom.nobody') },
				...found.data.authorities.map(({ authority }) => ({ value: authority, label: visible(authority) })),
			]}
		/>
	);
}
