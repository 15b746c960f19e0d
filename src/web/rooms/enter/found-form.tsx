import { Anchor, Button, Checkbox, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '#platform';
import { createIdentity, type Identity } from '../../../client/identity.ts';
import type { Profile } from '../../../client/profile.ts';
import { recoveryText } from '../../../client/recovery-key.ts';
import type { Bytes } from '../../../domain/bytes.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { useHouse } from '../../session/use-session.ts';
import { setArrival } from './arrival.ts';
import { foundHere } from './found-here.ts';
import { Heading } from './heading.tsx';
import { newProfile } from './new-profile.ts';
import { PassphraseCard } from './passphrase-card.tsx';

interface Made {
	identity: Identity;
	recovery: Bytes;
}

/** Founding the archive: keys, passphrase, recovery key, and entry 0. */
export function FoundForm(props: { code: string; onBack: () => void }) {
	const { t } = useTranslation('enter');
	const house = useHouse();
	const [name, setName] = useState('');
	const [made, setMade] = useState<Made>();
	const [profile, setProfile] = useState<Profile>();
	const [saved, setSaved] = useState(false);
	const [kept, setKept] = useState(false);
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const attempt = async (work: () => Promise<void>): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			await work();
		} catch (problem) {
			setError(problem);
		} finally {
			setBusy(false);
		}
	};
	if (made === undefined)
		return (
			<form
				onSubmit={(event) => {
					event.preventDefault();
					setMade({ identity: createIdentity(), recovery: platform.randomBytes(32) });
				}}
			>
				<Stack gap="lg">
					<Heading title={t('foundTitle')}>{t('foundText')}</Heading>
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
	const { identity, recovery } = made;
	if (profile === undefined)
		return (
			<>
				{error !== undefined && <ErrorNotice error={error} />}
				<PassphraseCard
					identity={identity}
					busy={busy}
					onDone={(passphrase) => {
						attempt(async () => setProfile(await newProfile(house, identity, passphrase))).catch(house.report);
					}}
				/>
			</>
		);
	return (
		<Stack gap="lg">
			<Heading title={t('recoveryTitle')}>{t('recoveryText')}</Heading>
			<Button
				variant={saved ? 'default' : 'filled'}
				leftSection={<IconDownload size={18} aria-hidden />}
				onClick={() => {
					saveFile(
						'custos-recovery.key',
						recoveryText(recovery, [t('recoveryFile1'), t('recoveryFile2')]),
						'text/plain',
					);
					setSaved(true);
				}}
			>
				{t('recoverySave')}
			</Button>
			<Checkbox
				label={t('recoveryKept')}
				disabled={!saved}
				checked={kept}
				onChange={(event) => setKept(event.currentTarget.checked)}
			/>
			{error !== undefined && <ErrorNotice error={error} />}
			<Button
				disabled={!kept}
				loading={busy}
				onClick={() => {
					attempt(async () => {
						await foundHere(house, { code: props.code, identity, recovery, profile, name: name.trim() });
						setArrival(undefined);
					}).catch(house.report);
				}}
			>
				{t('found')}
			</Button>
			{busy && (
				<Text size="sm" c="dimmed">
					<Loader size="xs" /> {t('waitingForWorker')}
				</Text>
			)}
		</Stack>
	);
}
