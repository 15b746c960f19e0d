import { Anchor, Button, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Identity, pseudonym } from '../../../client/identity.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { saveProfile } from '../../session/profile-file.ts';
import { useHouse } from '../../session/use-session.ts';
import { Heading } from './heading.tsx';

const ASK_EVERY_MS = 4_000;

/** Joined, and not approved yet: the fingerprint to read out, and a look every few seconds whether it is done. */
export function Waiting(props: { identity: Identity }) {
	const { t } = useTranslation('enter');
	const house = useHouse();
	const { sign } = props.identity.keys;
	const asked = useQuery({
		queryKey: ['approved', sign],
		queryFn: async () => {
			await house.askAgain();
			return true;
		},
		refetchInterval: ASK_EVERY_MS,
		staleTime: 0,
	});
	return (
		<Stack gap="lg">
			<Heading title={t('waitingTitle')}>{t('waitingText')}</Heading>
			<div>
				<Text size="sm">
					{t('fingerprintOf')} {pseudonym(sign)}
				</Text>
				<Fingerprint of={sign} />
			</div>
			<List type="ordered" spacing="xs">
				<List.Item>{t('waiting1')}</List.Item>
				<List.Item>{t('waiting2')}</List.Item>
				<List.Item>{t('waiting3')}</List.Item>
			</List>
			{asked.isError && <ErrorNotice error={asked.error} retry={() => asked.refetch()} />}
			<Button
				variant="default"
				onClick={() => {
					saveProfile(house, sign).catch(house.report);
				}}
			>
				{t('saveProfile', { ns: 'common' })}
			</Button>
			<Text size="sm" c="dimmed">
				{t('waitingNever')}
			</Text>
			<Anchor component="button" type="button" onClick={() => house.lock('asked')}>
				{t('lock', { ns: 'common' })}
			</Anchor>
		</Stack>
	);
}
