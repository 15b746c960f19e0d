import { Alert, Anchor, Button, List, Stack, Text } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Identity, pseudonym } from '../../../client/identity.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { saveProfile } from '../../session/profile-file.ts';
import { useHouse } from '../../session/use-session.ts';
import { Heading } from './heading.tsx';

const ASK_EVERY_MS = 4_000;
/** After so long nobody can take this for the usual call. */
const LONG_MS = 180_000;

/**
 * Joined, and not approved yet: the fingerprint to read out, and a look every few seconds whether it is done. After some
 * minutes also why it may never be: the archive answers a withdrawn invite as it answers every other. `onOther`: another
 * invite is to be used.
 */
export function Waiting(props: { identity: Identity; onOther: () => void }) {
	const { t } = useTranslation('enter');
	const house = useHouse();
	const { sign } = props.identity.keys;
	const [long, setLong] = useState(false);
	useTimeout(() => setLong(true), LONG_MS, { autoInvoke: true });
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
			<Heading title={long ? t('longTitle') : t('waitingTitle')}>{t('waitingText')}</Heading>
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
			{long && (
				<Alert color="yellow" title={t('longWhy')} role="alert">
					<Stack gap="sm" align="flex-start">
						<List spacing={4} size="sm">
							<List.Item>{t('longWhy1')}</List.Item>
							<List.Item>{t('longWhy2')}</List.Item>
						</List>
						<Text size="sm">{t('longDo')}</Text>
						<Button variant="default" size="xs" onClick={props.onOther}>
							{t('longOther')}
						</Button>
					</Stack>
				</Alert>
			)}
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
