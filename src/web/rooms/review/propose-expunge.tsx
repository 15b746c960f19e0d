import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconFlame } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeExpunging } from '../../../client/expunge.ts';
import { isCustosError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { ExpungeReason } from '../../../domain/ledger/expunge-reason.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

const TYPED = 8;

/** A steward's way to propose that an item be destroyed for ever. Nothing happens to it before another steward agrees. */
export function ProposeExpunge({ item }: { item: Id }) {
	const { t } = useTranslation('review');
	const { connection } = useSession();
	const queries = useQueryClient();
	const [opened, { open, close }] = useDisclosure(false);
	const [reason, setReason] = useState<ExpungeReason>();
	const [typed, setTyped] = useState('');
	const right = typed.trim().length >= TYPED && item.startsWith(typed.trim().toLowerCase());
	const proposing = useMutation({
		mutationFn: (why: ExpungeReason) => proposeExpunging(connection, item, why),
		onSuccess: () => {
			notifications.show({ message: t('expunge.done') });
			close();
		},
		onSettled: () => queries.invalidateQueries({ queryKey: keys.people }),
	});
	const alone = isCustosError(proposing.error, 'unapproved');
	return (
		<>
			<Button
				variant="subtle"
				color="red"
				leftSection={<IconFlame size={18} aria-hidden />}
				onClick={() => {
					setTyped('');
					proposing.reset();
					open();
				}}
			>
				{t('expunge.action')}
			</Button>
			<Modal opened={opened} onClose={close} title={t('expunge.title')}>
				<form
					onSubmit={(event) => {
						event.preventDefault();
						if (reason !== undefined && right) proposing.mutate(reason);
					}}
				>
					<Stack>
						<Text>{t('expunge.text')}</Text>
						<Radio.Group
							label={t('expunge.why')}
							description={t('expunge.whyHint')}
							value={reason ?? ''}
							onChange={(value) => setReason(ExpungeReason.options.find((one) => one === value))}
						>
							<Stack gap="xs" mt="xs">
								{ExpungeReason.options.map((one) => (
									<Radio key={one} value={one} label={t(`expunge.reason.${one}`)} />
								))}
							</Stack>
						</Radio.Group>
						<TextInput
							label={t('expunge.type', { start: item.slice(0, TYPED) })}
							value={typed}
							onChange={(event) => setTyped(event.currentTarget.value)}
							autoComplete="off"
							spellCheck={false}
						/>
						{alone && (
							<Alert color="yellow" role="alert">
								{t('expunge.alone')}
							</Alert>
						)}
						{proposing.isError && !alone && <ErrorNotice error={proposing.error} />}
						<Group justify="flex-end">
							<Button variant="default" onClick={close}>
								{t('cancel', { ns: 'common' })}
							</Button>
							<Button
								type="submit"
								color="red.9"
								disabled={reason === undefined || !right}
								loading={proposing.isPending}
							>
								{t('expunge.propose')}
							</Button>
						</Group>
					</Stack>
				</form>
			</Modal>
		</>
	);
}
