import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { type MadeProxy, requestProxy } from '../../../client/play/proxy.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { type AboutItem, useProxy } from './item-data.ts';

/** The copy that players play: what can be done with it, or else how to come by it. */
export function PlayableCopy(props: {
	open: OpenCase;
	about: AboutItem;
	/** It is not what the page is for. */
	aside?: boolean;
	children: (made: MadeProxy) => ReactNode;
}) {
	const { t } = useTranslation('review');
	const { connection } = useSession();
	const queries = useQueryClient();
	const { open, about } = props;
	const { id } = about.entries;
	const { data: proxy, isError, error, refetch } = useProxy(open, id, true);
	const asking = useMutation({
		mutationFn: () => requestProxy(connection, open, id),
		onSettled: () => queries.invalidateQueries({ queryKey: [...keys.item(id), 'proxy'] }),
	});
	return (
		<>
			{isError && <ErrorNotice error={error} retry={() => refetch()} />}
			{proxy?.state === 'made' && props.children(proxy.made)}
			{proxy?.state === 'wanted' && (
				<Group role="status">
					<Loader size="sm" />
					<Text>{t('opening.making')}</Text>
				</Group>
			)}
			{(proxy?.state === 'none' || proxy?.state === 'failed') && (
				<Stack gap="xs" align="flex-start">
					{proxy.state === 'failed' && (
						<Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('opening.failed')}>
							{t('opening.failedText')}
						</Alert>
					)}
					<Button
						variant={props.aside ? 'default' : 'filled'}
						loading={asking.isPending}
						onClick={() => asking.mutate()}
					>
						{t('opening.ask')}
					</Button>
					<Text size="sm" c="dimmed">
						{t('opening.askText')}
					</Text>
					{asking.isError && <ErrorNotice error={asking.error} />}
				</Stack>
			)}
		</>
	);
}
