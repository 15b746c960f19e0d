import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBan, IconRotate } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type EnrolledPerson, type Roster, setSuspended } from '../../../client/people.ts';
import { approvalsNeeded } from '../../../domain/ledger/approvals.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { keys, useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** Suspends, or gives access back: one press and one question. A steward among several who must agree is only proposed to be suspended. */
export function SuspendButton(props: { person: EnrolledPerson }) {
	const { t } = useTranslation('people');
	const { connection, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const { keys: of, role, suspended } = props.person;
	const name = visible(useNames()(of.sign));
	const change = useMutation({
		mutationFn: () => setSuspended(connection, of.sign, !suspended),
		onSuccess: (agreed) => {
			const message = agreed.done
				? t(suspended ? 'nowBack' : 'nowSuspended', { name })
				: t('proposals.waits', { have: agreed.approvals, needed: agreed.needed });
			notifications.show({ message });
		},
		onSettled: () => queries.invalidateQueries({ queryKey: keys.people }),
	});
	const ask = async (): Promise<void> => {
		const verb = suspended ? 'reinstate' : 'suspend';
		const { threshold = 1 } = queries.getQueryData<Roster>(keys.people) ?? {};
		const act = { type: 'person.suspended', person: of.sign } as const;
		const needed = suspended ? 1 : approvalsNeeded(act, threshold, () => role === 'steward');
		const yes = await confirm({
			title: t(`switch.${verb}.title`, { name }),
			text: needed > 1 ? t('switch.suspend.proposal', { needed }) : t(`switch.${verb}.text`),
			yes: t(verb),
			danger: !suspended,
		});
		if (yes) change.mutate();
	};
	return (
		<>
			<Button
				size="sm"
				variant={suspended ? 'default' : 'outline'}
				color={suspended ? 'gray' : 'red'}
				leftSection={suspended ? <IconRotate size={16} aria-hidden /> : <IconBan size={16} aria-hidden />}
				loading={change.isPending}
				aria-label={t(suspended ? 'reinstateName' : 'suspendName', { name })}
				onClick={() => {
					ask().catch(report);
				}}
			>
				{t(suspended ? 'reinstate' : 'suspend')}
			</Button>
			{change.isError && <ErrorNotice error={change.error} />}
		</>
	);
}
