import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserShare } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { passOnItems } from '../../../client/case/retry.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** Items that wait for a worker that is gone, passed on to the present ones: an entry for each. */
export function PassOn({ open, items }: { open: OpenCase; items: readonly Id[] }) {
	const { t } = useTranslation('cases');
	const { connection } = useSession();
	const client = useQueryClient();
	const pass = useMutation({
		mutationFn: () => passOnItems(connection, open, items),
		onSuccess: ({ rewrapped, already }) => {
			const count = rewrapped.length;
			const none = t(already.length > 0 ? 'nonePassedOn' : 'noneWaits');
			notifications.show({ message: count === 0 ? none : t('passedOn', { count }), color: 'guard' });
		},
		onSettled: () => client.invalidateQueries({ queryKey: keys.case(open.id) }),
	});
	return (
		<>
			<Button
				size="xs"
				variant="default"
				leftSection={<IconUserShare size={16} aria-hidden />}
				loading={pass.isPending}
				onClick={() => pass.mutate()}
			>
				{t('passOn', { count: items.length })}
			</Button>
			{pass.isError && <ErrorNotice error={pass.error} />}
		</>
	);
}
