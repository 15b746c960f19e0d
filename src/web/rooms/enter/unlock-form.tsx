import { Alert, Anchor, Button, Group, PasswordInput, Select, Stack } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pseudonym } from '../../../client/identity.ts';
import { normalPassphrase } from '../../../client/word-passphrase.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import type { Why } from '../../session/session.ts';
import { useHouse } from '../../session/use-session.ts';
import { Heading } from './heading.tsx';
import type { Way } from './welcome.tsx';
import { WhyLocked } from './why-locked.tsx';

/** For a browser that has keys: the passphrase. `covered`: work goes on behind it, or has ended there. */
export function UnlockForm(props: {
	people: readonly string[];
	why?: Why;
	covered?: 'working' | 'done';
	onWay: (way: Way) => void;
}) {
	const { t } = useTranslation('enter');
	const house = useHouse();
	const [person, setPerson] = useState(props.people[0] as string);
	const [passphrase, setPassphrase] = useState('');
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const open = async (): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			await house.unlock(person, normalPassphrase(passphrase));
		} catch (problem) {
			setError(problem);
		} finally {
			setBusy(false);
		}
	};
	return (
		<Stack gap="lg">
			<Heading title={t('unlockTitle')}>{t('unlockText')}</Heading>
			<WhyLocked why={props.why} covered={props.covered === 'working'} />
			{props.covered !== undefined && (
				<Alert color={props.covered === 'done' ? 'gray' : 'yellow'}>
					<Stack gap="xs" align="flex-start">
						{t(props.covered === 'done' ? 'coveredDone' : 'coveredText')}
						<Button variant="default" size="xs" onClick={() => house.lock('asked', { all: true })}>
							{t(props.covered === 'done' ? 'coveredLeave' : 'coveredEnd')}
						</Button>
					</Stack>
				</Alert>
			)}
			<form
				onSubmit={(event) => {
					event.preventDefault();
					open().catch(house.report);
				}}
			>
				<Stack gap="md">
					{props.people.length > 1 && (
						<Select
							label={t('who')}
							data={props.people.map((one) => ({ value: one, label: pseudonym(one) }))}
							value={person}
							onChange={(one) => one !== null && setPerson(one)}
							allowDeselect={false}
						/>
					)}
					<PasswordInput
						label={t('passphrase')}
						description={t('passphraseHint')}
						value={passphrase}
						onChange={(event) => setPassphrase(event.currentTarget.value)}
						autoComplete="current-password"
						visibilityToggleButtonProps={{ 'aria-label': t('show') }}
						data-autofocus
						autoFocus
					/>
					{error !== undefined && <ErrorNotice error={error} />}
					<Button
						type="submit"
						loading={busy}
						disabled={passphrase === ''}
						leftSection={<IconLockOpen size={18} aria-hidden />}
					>
						{t('unlock')}
					</Button>
				</Stack>
			</form>
			{props.covered === undefined && (
				<Group gap="md">
					<Anchor component="button" type="button" underline="always" onClick={() => props.onWay('new-device')}>
						{t('forgotten')}
					</Anchor>
					<Anchor component="button" type="button" underline="always" onClick={() => props.onWay('other')}>
						{t('otherWay')}
					</Anchor>
				</Group>
			)}
		</Stack>
	);
}
