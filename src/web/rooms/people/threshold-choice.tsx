import { Alert, Button, Group, NumberInput, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { agree } from '../../../client/agreed-acts.ts';
import type { Roster } from '../../../client/people.ts';
import { isWaiting } from '../../../domain/ledger/agreements.ts';
import { approvalsNeeded } from '../../../domain/ledger/approvals.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** How many stewards must agree, and the way to have more or fewer: by agreement of the larger number. */
export function ThresholdChoice(props: { roster: Roster; active: number }) {
	const { t } = useTranslation('people');
	const [changing, setChanging] = useState(false);
	const { roster, active } = props;
	const { threshold } = roster;
	const proposed = roster.proposals.some((one) => isWaiting(one) && one.act.type === 'threshold.changed');
	return (
		<Stack gap="sm" align="flex-start">
			<Text size="sm" maw="46rem">
				{t(threshold === 1 ? 'proposals.howManyOne' : 'proposals.howMany', { threshold, active })}
			</Text>
			{threshold > 1 && threshold >= active && <Alert color="yellow">{t('proposals.allNeeded')}</Alert>}
			{active === 1 ? (
				<Text size="sm" c="dimmed" maw="46rem">
					{t('threshold.onlyOne')}
				</Text>
			) : proposed ? (
				<Text size="sm" c="dimmed" maw="46rem">
					{t('threshold.proposed')}
				</Text>
			) : changing ? (
				<Change roster={roster} active={active} onEnd={() => setChanging(false)} />
			) : (
				<Button variant="default" size="sm" onClick={() => setChanging(true)}>
					{t('threshold.change')}
				</Button>
			)}
		</Stack>
	);
}

function Change(props: { roster: Roster; active: number; onEnd: () => void }) {
	const { t } = useTranslation('people');
	const { connection, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const { roster, active, onEnd } = props;
	const { threshold } = roster;
	const [count, setCount] = useState<number | undefined>(threshold < active ? threshold + 1 : threshold - 1);
	const act = count === undefined ? undefined : { type: 'threshold.changed' as const, threshold: count };
	const needed = act && approvalsNeeded(act, threshold, () => true);
	const bringing = useMutation({
		mutationFn: (to: NonNullable<typeof act>) => agree(connection, roster, to),
		onSuccess: (now, to) => {
			const message = now.done
				? t('threshold.done', { count: to.threshold })
				: t('proposals.waits', { have: now.approvals, needed: now.needed });
			notifications.show({ message });
			onEnd();
		},
		onSettled: () => queries.invalidateQueries({ queryKey: keys.people }),
	});
	const ask = async (to: NonNullable<typeof act>): Promise<void> => {
		const { threshold: wanted } = to;
		const yes = await confirm({
			title: t('threshold.title', { threshold: wanted, active }),
			text: [t('threshold.signed'), ...warnings(wanted, threshold, active).map((one) => t(`threshold.${one}`))].join(
				' ',
			),
			yes: t('threshold.propose'),
		});
		if (yes) bringing.mutate(to);
	};
	return (
		<Paper withBorder p="md" w="100%" maw="46rem">
			<Stack gap="sm">
				<NumberInput
					label={t('threshold.label')}
					description={t('threshold.hint', { active })}
					value={count ?? ''}
					onChange={(value) => setCount(typeof value === 'number' ? value : undefined)}
					min={1}
					max={active}
					clampBehavior="strict"
					allowDecimal={false}
					maw={240}
				/>
				{count !== undefined && count !== threshold && needed !== undefined && (
					<Text size="sm">{t('threshold.needs', { needed })}</Text>
				)}
				{count !== undefined &&
					warnings(count, threshold, active).map((one) => (
						<Alert key={one} color="yellow">
							{t(`threshold.${one}`)}
						</Alert>
					))}
				{bringing.isError && <ErrorNotice error={bringing.error} />}
				<Group>
					<Button
						loading={bringing.isPending}
						disabled={act === undefined || count === threshold}
						onClick={() => {
							if (act !== undefined) ask(act).catch(report);
						}}
					>
						{t('threshold.propose')}
					</Button>
					<Button variant="default" onClick={onEnd}>
						{t('cancel', { ns: 'common' })}
					</Button>
				</Group>
			</Stack>
		</Paper>
	);
}

/** What somebody should know before they choose this number. */
function warnings(count: number, threshold: number, active: number): ('one' | 'lower' | 'all')[] {
	if (count === 1) return ['one'];
	return [...(count < threshold ? (['lower'] as const) : []), ...(count >= active ? (['all'] as const) : [])];
}
