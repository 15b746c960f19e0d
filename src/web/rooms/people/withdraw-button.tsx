import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { withdrawInvite } from '../../../client/people.ts';
import type { Id } from '../../../domain/ids.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** Makes an invite worthless, and with it the request that somebody made by it. `what`: the one that is shown here. */
export function WithdrawButton(props: { invite: Id; name: string; what: 'request' | 'invite' }) {
	const { t } = useTranslation('people');
	const { connection, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const { invite, what } = props;
	const name = visible(props.name);
	const change = useMutation({
		mutationFn: () => withdrawInvite(connection, invite),
		onSuccess: () => notifications.show({ message: t(`withdraw.${what}.done`, { name }) }),
		onSettled: () => queries.invalidateQueries({ queryKey: keys.people }),
	});
	const ask = async (): Promise<void> => {
		const title = t(`withdraw.${what}.title`, { name });
		const yes = await confirm({
			title,
			text: t(`withdraw.${what}.text`),
			yes: t(`withdraw.${what}.yes`),
			danger: true,
		});
		if (yes) change.mutate();
	};
	return (
		<>
			<Button
				size="sm"
				variant="outline"
				color="red"
				leftSection={<IconUserX size={16} aria-hidden />}
				loading={change.isPending}
				aria-label={t(`withdraw.${what}.label`, { name })}
				onClick={() => {
					ask().catch(report);
				}}
			>
				{t(`withdraw.${what}.yes`)}
			</Button>
			{change.isError && <ErrorNotice error={change.error} />}
		</>
	);
}
