import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createIdentity, type Identity } from '../../../client/identity.ts';
import { type Invite, parseInvite } from '../../../client/invite.ts';
import { join } from '../../../client/people.ts';
import type { Profile } from '../../../client/profile.ts';
import { CustosError } from '../../../domain/errors.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { useHouse } from '../../session/use-session.ts';
import { setArrival } from './arrival.ts';
import { Heading } from './heading.tsx';
import { newProfile } from './new-profile.ts';
import { PassphraseCard } from './passphrase-card.tsx';

/** Joining by an invite: name, keys and passphrase made here, then the request to the stewards. */
export function JoinForm(props: { line: string; onBack: () => void }) {
	const { t } = useTranslation('enter');
	const house = useHouse();
	const [invite] = useState(() => inviteOf(props.line));
	const [name, setName] = useState('');
	const [identity, setIdentity] = useState<Identity>();
	const [stored, setStored] = useState<Profile>();
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();

	const ask = async (made: Identity, to: Invite, store: () => Promise<Profile>): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			// The keys are on disk before the archive hears of them.
			const profile = await store();
			setStored(profile);
			await join(to, made, name);
			if (name.trim() !== '') await profile.contacts.change(made, (all) => ({ ...all, [made.keys.sign]: name.trim() }));
			await house.enter(made, profile);
			setArrival(undefined);
		} catch (problem) {
			setError(problem);
		} finally {
			setBusy(false);
		}
	};

	if (invite instanceof CustosError)
		return (
			<Stack gap="lg">
				<Heading title={t('joinTitle')} />
				<ErrorNotice error={invite} />
				<Anchor component="button" type="button" onClick={props.onBack}>
					{t('back')}
				</Anchor>
			</Stack>
		);
	if (identity !== undefined && stored !== undefined)
		return (
			<Stack gap="lg">
				<Heading title={t('joinTitle')}>{t('asking')}</Heading>
				{error !== undefined && (
					<ErrorNotice
						error={error}
						retry={() => {
							ask(identity, invite, async () => stored).catch(house.report);
						}}
					/>
				)}
			</Stack>
		);
	if (identity !== undefined)
		return (
			<>
				{error !== undefined && <ErrorNotice error={error} />}
				<PassphraseCard
					identity={identity}
					busy={busy}
					onDone={(passphrase) => {
						ask(identity, invite, () => newProfile(house, identity, passphrase, { pin: invite.pin })).catch(
							house.report,
						);
					}}
				/>
			</>
		);
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				setIdentity(createIdentity());
			}}
		>
			<Stack gap="lg">
				<Heading title={t('joinTitle')}>
					{t('joinText', { host: location.host, role: t(`role.${invite.role}`) })}
				</Heading>
				<div>
					<Text size="sm">{t('joinPin')}</Text>
					<Fingerprint of={invite.pin.founding} />
				</div>
				<TextInput
					label={t('name')}
					description={t('nameHint')}
					value={name}
					onChange={(event) => setName(event.currentTarget.value)}
					maxLength={100}
					autoComplete="off"
				/>
				<Button type="submit">{t('makeKeys')}</Button>
				<Anchor component="button" type="button" onClick={props.onBack}>
					{t('back')}
				</Anchor>
			</Stack>
		</form>
	);
}

function inviteOf(line: string): Invite | CustosError {
	try {
		const invite = parseInvite(line);
		return { ...invite, pin: { ...invite.pin, server: location.origin } };
	} catch (error) {
		if (error instanceof CustosError) return error;
		throw error;
	}
}
