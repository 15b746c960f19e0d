import { Anchor, Button, FileInput, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PROFILE, unpackProfile } from '../../../client/profile/profile-file.ts';
import { normalPassphrase } from '../../../client/word-passphrase.ts';
import { CustosError } from '../../../domain/errors.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useHouse } from '../../session/use-session.ts';
import { Heading } from './heading.tsx';

/** Brings a profile from the command line or another browser. */
export function ImportForm(props: { onBack: () => void }) {
	const { t } = useTranslation('enter');
	const house = useHouse();
	const [file, setFile] = useState<File | null>(null);
	const [passphrase, setPassphrase] = useState('');
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const open = async (chosen: File): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			if (chosen.size > MAX_PROFILE) throw new CustosError('too-large', 'this is no profile file');
			const packed = new Uint8Array(await chosen.arrayBuffer());
			const { identity, writeTo } = await unpackProfile(packed, normalPassphrase(passphrase));
			await navigator.storage.persist();
			const profile = await house.profile(identity.keys.sign);
			await writeTo(profile.files);
			await house.enter(identity, profile);
		} catch (problem) {
			setError(problem);
		} finally {
			setBusy(false);
		}
	};
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				if (file !== null) open(file).catch(house.report);
			}}
		>
			<Stack gap="lg">
				<Heading title={t('fileTitle')}>{t('fileText')}</Heading>
				<FileInput label={t('file')} placeholder={t('chooseFile')} value={file} onChange={setFile} accept=".profile" />
				<PasswordInput
					label={t('passphrase')}
					value={passphrase}
					onChange={(event) => setPassphrase(event.currentTarget.value)}
					autoComplete="current-password"
					visibilityToggleButtonProps={{ 'aria-label': t('show') }}
				/>
				{error !== undefined && <ErrorNotice error={error} />}
				<Button type="submit" loading={busy} disabled={file === null || passphrase === ''}>
					{t('unlock')}
				</Button>
				<Anchor component="button" type="button" onClick={props.onBack}>
					{t('back')}
				</Anchor>
			</Stack>
		</form>
	);
}
