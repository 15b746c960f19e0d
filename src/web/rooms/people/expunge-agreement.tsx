import { Alert, Button, Code, List, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approveExpunging, type Expunging, expunge, expungeReason } from '../../../client/expunge.ts';
import type { Proposal } from '../../../domain/ledger/agreements.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** So much of the item's id is typed: nobody destroys by a slip. */
const TYPED = 8;

/** What will be gone for ever, and the way to agree to it: read, typed, and done at once where it makes the number full. */
export function ExpungeAgreement(props: { proposal: Proposal; act: Expunging; agreed: boolean }) {
	const { t } = useTranslation('people');
	const { connection } = useSession();
	const queries = useQueryClient();
	const [typed, setTyped] = useState('');
	const { proposal, act, agreed } = props;
	const reason = expungeReason(connection, proposal);
	const have = proposal.approvals.length + (agreed ? 0 : 1);
	const right = typed.trim().length >= TYPED && act.item.startsWith(typed.trim().toLowerCase());
	const destroying = useMutation({
		mutationFn: async () => {
			if (!agreed) await approveExpunging(connection, { ...proposal, act, reason });
			return have < proposal.needed ? undefined : expunge(connection, proposal.id, act);
		},
		onSuccess: (index) => {
			const message =
				index === undefined
					? t('proposals.agreed', { have, needed: proposal.needed })
					: t('expunge.done', { index, item: act.item.slice(0, TYPED) });
			notifications.show({ message, autoClose: index === undefined ? 8000 : false });
		},
		onSettled: () =>
			Promise.all([
				queries.invalidateQueries({ queryKey: keys.people }),
				queries.invalidateQueries({ queryKey: ['case'] }),
				queries.invalidateQueries({ queryKey: ['left'] }),
			]),
	});
	// One's own word was given; until others gave theirs there is nothing to do.
	if (agreed && have < proposal.needed) return null;
	return (
		<Alert color="red" title={t('expunge.gone')}>
			<Stack gap="sm" align="flex-start">
				<List spacing={4} size="sm">
					<List.Item>{t('expunge.file')}</List.Item>
					<List.Item>{t('expunge.said')}</List.Item>
					<List.Item>{t('expunge.stays')}</List.Item>
					<List.Item>{t('expunge.beyond')}</List.Item>
				</List>
				<Text fw={600}>{t('expunge.never')}</Text>
				{reason === undefined && !agreed ? (
					<Text>{t('expunge.anew')}</Text>
				) : (
					<>
						<Text>
							{t('expunge.id')} <Code fz="sm">{act.item}</Code>
						</Text>
						<TextInput
							label={t('expunge.type')}
							value={typed}
							onChange={(event) => setTyped(event.currentTarget.value)}
							error={typed.trim().length >= TYPED && !right ? t('expunge.other') : undefined}
							autoComplete="off"
							spellCheck={false}
							maw={360}
						/>
						{destroying.isError && <ErrorNotice error={destroying.error} />}
						<Button color="red.9" disabled={!right} loading={destroying.isPending} onClick={() => destroying.mutate()}>
							{t(agreed ? 'expunge.carryOut' : have < proposal.needed ? 'expunge.agree' : 'expunge.destroy')}
						</Button>
					</>
				)}
			</Stack>
		</Alert>
	);
}
