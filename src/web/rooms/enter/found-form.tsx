import { Anchor, Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '#platform';
import { createIdentity, type Identity } from '../../../client/identity.ts';
import { toHex } from '../../../domain/bytes.ts';
import { newId } from '../../../domain/ids.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useHouse } from '../../session/use-session.ts';
import { setArrival } from './arrival.ts';
import { Heading } from './heading.tsx';
import { newProfile } from './new-profile.ts';
import { PassphraseCard } from './passphrase-card.tsx';

/** Founding the archive: name, keys, passphrase. What is needed to finish it lies sealed on the device from then on. */
export function FoundForm(props: { code: string; onBack: () => void }) {
	const { t } = useTranslation('enter');
	const house = useHouse();
	const [name, setName] = useState('');
	const [identity, setIdentity] = useState<Identity>();
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const store = async (made: Identity, passphrase: string): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			const profile = await newProfile(house, made, passphrase);
			await profile.unfinished.change(made, () => ({
				code: props.code,
				recovery: toHex(platform.randomBytes(32)),
				name: name.trim(),
				id: newId(platform.randomBytes),
				begun: new Date().toISOString(),
			}));
			await house.enter(made, profile);
			setArrival(undefined);
		} catch (problem) {
			setError(problem);
			setBusy(false);
		}
	};
	if (identity !== undefined)
		return (
			<>
				{error !== undefined && <ErrorNotice error={error} />}
				<PassphraseCard
					identity={identity}
					busy={busy}
					onDone={(passphrase) => {
						store(identity, passphrase).catch(house.report);
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
				<Heading title={t('foundTitle')}>{t('foundText')}</Heading>
				<TextInput
					label={t('foundName')}
					description={t('foundNameHint')}
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
