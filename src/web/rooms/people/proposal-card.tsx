import { Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approveProposal, hasAgreed, type Standing, withdrawProposal } from '../../../client/agreed-acts.ts';
import { expungeReason } from '../../../client/expunge.ts';
import type { Proposal } from '../../../domain/ledger/agreements.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { keys, useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { CompareByVoice } from './compare-by-voice.tsx';
import { ExpungeAgreement } from './expunge-agreement.tsx';
import { useActWords } from './use-act-words.ts';

/** What a steward proposed: to be agreed to after the act was read, or taken back by who proposed it. */
export function ProposalCard(props: { proposal: Proposal; standing: Standing }) {
	const { t } = useTranslation('people');
	const { connection, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const format = useFormats();
	const names = useNames();
	const { proposal, standing } = props;
	const { act, approvals, needed, state } = proposal;
	const what = useActWords()(act);
	const [compared, setCompared] = useState(false);
	const me = connection.identity.keys.sign;
	const [mine, agreed] = [proposal.by === me, hasAgreed(standing, proposal, me)];
	const enrols = act.type === 'person.enrolled' ? act : undefined;
	const isSteward = standing.people.some((one) => one.keys.sign === me && one.role === 'steward');
	const settled = { onSettled: () => queries.invalidateQueries({ queryKey: keys.people }) };
	const approving = useMutation({
		mutationFn: () => approveProposal(connection, standing, proposal),
		onSuccess: (now) => {
			const message = now.done
				? t('proposals.done', { what })
				: t('proposals.agreed', { have: now.approvals, needed: now.needed });
			notifications.show({ message });
		},
		...settled,
	});
	const withdrawing = useMutation({
		mutationFn: () => withdrawProposal(connection, proposal.id),
		onSuccess: () => notifications.show({ message: t('proposals.withdrawn') }),
		...settled,
	});
	const ask = async (verb: 'approve' | 'withdraw'): Promise<void> => {
		const [title, text] = [t(`proposals.${verb}Title`), `${what} ${t(`proposals.${verb}Text`)}`];
		const yes = t(verb === 'approve' ? 'proposals.approveYes' : 'proposals.withdraw');
		if (await confirm({ title, text, yes, danger: verb === 'withdraw' }))
			(verb === 'approve' ? approving : withdrawing).mutate();
	};
	// Whoever agreed may carry out what the others made full.
	const mayAgree = state === 'open' && act.type !== 'item.expunged' && (!agreed || approvals.length >= needed);
	return (
		<Paper withBorder p="lg" component="article" aria-labelledby={`proposal-${proposal.id}`}>
			<Stack gap="sm">
				<Title order={3} size="h4" id={`proposal-${proposal.id}`}>
					{what}
				</Title>
				<Text size="sm">
					{t('proposals.by', {
						name: visible(names(proposal.by)),
						time: format.time(proposal.time),
						entry: proposal.entry,
					})}
				</Text>
				<Text size="sm">
					{t('proposals.agree', {
						have: approvals.length,
						needed,
						names: approvals.map((key) => visible(names(key))).join(', '),
					})}
				</Text>
				{(state === 'stale' || state === 'expired') && <Text fw={600}>{t(`proposals.over.${state}`)}</Text>}
				{state === 'open' && agreed && approvals.length < needed && <Text>{t('proposals.youAgreed')}</Text>}
				{act.type === 'item.expunged' && isSteward && (
					<Text>{t(`proposals.why.${expungeReason(connection, proposal) ?? 'unread'}`)}</Text>
				)}
				{act.type === 'item.expunged' && state === 'open' && isSteward && (
					<ExpungeAgreement proposal={proposal} act={act} agreed={agreed} />
				)}
				{mayAgree && enrols !== undefined && !agreed && (
					<>
						<CompareByVoice person={enrols.person.sign} worker={enrols.role === 'worker'} />
						<Checkbox
							label={t(enrols.role === 'worker' ? 'comparedWorker' : 'compared')}
							checked={compared}
							onChange={(event) => setCompared(event.currentTarget.checked)}
						/>
					</>
				)}
				{approving.isError && <ErrorNotice error={approving.error} />}
				{withdrawing.isError && <ErrorNotice error={withdrawing.error} />}
				<Group>
					{mayAgree && (
						<Button
							loading={approving.isPending}
							disabled={enrols !== undefined && !agreed && !compared}
							aria-label={t('proposals.approveLabel', { what })}
							onClick={() => {
								ask('approve').catch(report);
							}}
						>
							{t(agreed ? 'proposals.carryOut' : 'proposals.approve')}
						</Button>
					)}
					{mine && state !== 'done' && (
						<Button
							variant="default"
							loading={withdrawing.isPending}
							onClick={() => {
								ask('withdraw').catch(report);
							}}
						>
							{t('proposals.withdraw')}
						</Button>
					)}
				</Group>
			</Stack>
		</Paper>
	);
}
