import { Alert, Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconKey } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type OpenCase, renewMember } from '../../../client/cases.ts';
import { pseudonym } from '../../../client/identity.ts';
import { CustosError } from '../../../domain/errors.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { CompareByVoice } from './compare-by-voice.tsx';
import { useRememberName } from './remember-name.ts';
import type { Renewal } from './renewals.ts';

/** Somebody of this case came back with new keys: they wait until a lead seals the case to them. */
export function RenewCard(props: { open: OpenCase; renewal: Renewal }) {
	const { t } = useTranslation('people');
	const { connection, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const remember = useRememberName();
	const { person, formerly } = props.renewal;
	const [before, now] = [pseudonym(formerly.person), pseudonym(person.keys.sign)];
	const name = visible(formerly.name || before);
	const renewing = useMutation({
		mutationFn: async () => {
			const said = await renewMember(connection, props.open, person, formerly);
			await remember(person.keys.sign, formerly.name);
			if (said instanceof CustosError) throw said;
		},
		onSuccess: () => notifications.show({ message: t('renewed', { name }) }),
		onSettled: () => queries.invalidateQueries({ queryKey: keys.case(props.open.id) }),
	});
	const ask = async (): Promise<void> => {
		const yes = await confirm({
			title: t('renewTitle', { name }),
			text: (
				<Stack gap="sm">
					<Text>{t('renewText', { role: t(`caseRole.${formerly.role}`) })}</Text>
					<CompareByVoice person={person.keys.sign} />
				</Stack>
			),
			yes: t('renewYes'),
		});
		if (yes) renewing.mutate();
	};
	return (
		<Alert color="blue" icon={<IconKey aria-hidden />} title={t('waitsForKey', { name })}>
			<Stack gap="sm" align="flex-start">
				<Text>{t('waitsText', { before, now, entry: person.since?.entry ?? 0 })}</Text>
				{props.open.role === 'lead' ? (
					<Button
						loading={renewing.isPending}
						onClick={() => {
							ask().catch(report);
						}}
					>
						{t('renew')}
					</Button>
				) : (
					<Text>{t('waitsForLead')}</Text>
				)}
				{renewing.isError && <ErrorNotice error={renewing.error} />}
			</Stack>
		</Alert>
	);
}
