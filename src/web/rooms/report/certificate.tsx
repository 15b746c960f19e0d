import { Alert, Button, FileButton, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCertificate } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCustosError } from '../../../domain/errors.ts';
import type { PaperSigner } from '../../../report/seal/paper-signer.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';

/** Two files in PEM are a few kilobytes, a PKCS #12 file with a long chain some ten. */
const LARGEST = 2 ** 20;

/** The organisation's own certificate for report.pdf. Its key stays in this page's memory, and nobody can read it out. */
export function Certificate(props: {
	signer: PaperSigner | undefined;
	onChange: (signer: PaperSigner | undefined) => void;
}) {
	const { signer, onChange } = props;
	const { t } = useTranslation('report');
	const format = useFormats();
	if (signer === undefined) return <Choose onOpened={onChange} />;
	return (
		<Stack gap="xs" align="flex-start">
			<Text role="status">
				{t('certificate.chosen')} <ForeignText text={signer.subject} />
				{signer.validUntil !== null && ` · ${t('certificate.until', { time: format.time(signer.validUntil) })}`}
			</Text>
			<Button variant="default" onClick={() => onChange(undefined)}>
				{t('certificate.without')}
			</Button>
		</Stack>
	);
}

function Choose({ onOpened }: { onOpened: (signer: PaperSigner) => void }) {
	const { t } = useTranslation('report');
	const [files, setFiles] = useState<readonly File[]>([]);
	const [passphrase, setPassphrase] = useState('');
	const open = useMutation({
		meta: { local: true },
		// Neither the key nor its passphrase is kept when the room is left.
		gcTime: 0,
		mutationFn: async () => {
			const { givenSigner } = await import('../../../report/seal/given-certificate.ts');
			const read = files.map(async (one) => new Uint8Array(await one.slice(0, LARGEST).arrayBuffer()));
			return givenSigner(await Promise.all(read), async () => passphrase, new Date());
		},
		onSuccess(signer) {
			setPassphrase('');
			onOpened(signer);
		},
	});
	return (
		<Stack gap="sm">
			<Text size="sm" c="dimmed">
				{t('certificate.text')}
			</Text>
			<Group gap="sm">
				<FileButton
					multiple
					accept=".p12,.pfx,.pem,.crt,.cer,.key"
					onChange={(picked) => {
						open.reset();
						setFiles(picked);
					}}
				>
					{(button) => (
						<Button variant="default" leftSection={<IconCertificate size={18} aria-hidden />} {...button}>
							{t('certificate.pick')}
						</Button>
					)}
				</FileButton>
				<Text size="sm">
					{files.length === 0 ? t('certificate.none') : <ForeignText text={files.map(({ name }) => name).join(', ')} />}
				</Text>
			</Group>
			{files.length > 0 && (
				<>
					<PasswordInput
						label={t('certificate.passphrase')}
						description={t('certificate.passphraseHint')}
						value={passphrase}
						onChange={(event) => setPassphrase(event.currentTarget.value)}
						autoComplete="off"
					/>
					<div>
						<Button variant="default" loading={open.isPending} onClick={() => open.mutate()}>
							{t('certificate.open')}
						</Button>
					</div>
				</>
			)}
			{open.isError && <NotOpened error={open.error} />}
		</Stack>
	);
}

function NotOpened({ error }: { error: unknown }) {
	const { t } = useTranslation('report');
	const { t: of } = useTranslation();
	const why = isCustosError(error, 'wrong-key') ? 'wrongKey' : isCustosError(error, 'bad-key') ? 'badKey' : undefined;
	if (why === undefined) return <ErrorNotice error={error} />;
	return (
		<Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={t(`certificate.${why}`)}>
			<Text>{t(`certificate.${why}Advice`)}</Text>
			<details>
				<summary>{of('details')}</summary>
				<Text size="sm">{(error as Error).message}</Text>
			</details>
		</Alert>
	);
}
