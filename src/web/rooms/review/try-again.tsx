import { Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { retryItems } from '../../../client/case/retry.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { ItemEntries } from '../../../client/open-item.ts';
import { Refused } from '../../../client/refused.ts';
import { allows } from '../../../domain/who-may.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** Has a failed item examined again, for whoever may, in the case that received it: what `custos retry` does. */
export function TryAgain(props: { open: OpenCase; entries: ItemEntries }) {
	const { t } = useTranslation('review');
	const { connection, role } = useSession();
	const client = useQueryClient();
	const { open, entries } = props;
	const ask = useMutation({
		mutationFn: async () => {
			const { done, refused } = await retryItems(connection, open, [entries.id]);
			for (const { why } of refused) if (!isTooLate(why)) throw why;
			return done.length > 0 ? 'asked' : 'changed';
		},
		onSuccess: (said) => {
			notifications.show({ message: t(`tryAgain.${said}`), color: said === 'asked' ? 'guard' : 'yellow' });
		},
		onSettled: () =>
			Promise.all(
				[keys.item(entries.id), keys.case(open.id)].map((queryKey) => client.invalidateQueries({ queryKey })),
			),
	});
	if (entries.state !== 'failed' || entries.case !== open.id) return null;
	if (!allows('item.retried', role, open.role)) return null;
	return (
		<Stack gap="xs" align="flex-start" mt={4}>
			<Button
				size="xs"
				variant="default"
				leftSection={<IconRefresh size={16} aria-hidden />}
				loading={ask.isPending}
				onClick={() => ask.mutate()}
			>
				{t('tryAgain.action')}
			</Button>
			{ask.isError && <ErrorNotice error={ask.error} />}
		</Stack>
	);
}

/** Whoever was sooner has it examined as well: the page shows how it is now. */
function isTooLate(why: unknown): boolean {
	return why instanceof Refused && why.why === 'conflict';
}
