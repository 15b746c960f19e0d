import { Alert, Stack, Text } from '@mantine/core';
import { IconCircleOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { expungedItems } from '../../../client/case/expunged.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { ExpungedNote } from './expunged-note.tsx';

/** In the place of an item that was expunged: that it was, and when. `children`: what else is to be said there. */
export function ItemExpunged(props: { open: OpenCase; id: Id; children: ReactNode }) {
	const { t } = useTranslation('errors');
	const { connection } = useSession();
	const { open, id, children } = props;
	const found = useQuery({
		queryKey: [...keys.case(open.id), 'expunged'],
		queryFn: () => expungedItems(connection, open.id),
	});
	if (found.isError) return <ErrorNotice error={found.error} retry={() => found.refetch()} />;
	return (
		<Alert color="gray" icon={<IconCircleOff aria-hidden />} title={t('expunged.what')} role="status">
			<Stack gap="xs">
				<ExpungedNote expunged={found.data?.filter((one) => one.id === id) ?? []} />
				<Text size="sm">{children}</Text>
			</Stack>
		</Alert>
	);
}
