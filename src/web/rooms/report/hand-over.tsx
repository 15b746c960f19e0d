import { Alert, Button, Code, FileButton, Group, Radio, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconLock, IconSignature } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enterAcknowledgement } from '../../../client/case/hand-over.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { pseudonym } from '../../../client/identity.ts';
import { newPassphrase } from '../../../client/word-passphrase.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { choosePlace } from '../../parts/save-place.ts';
import { useSession } from '../../session/use-session.ts';
import { ByHand } from './by-hand.tsx';
import { sealFor, useSealing } from './sealing.ts';

/** A report given away: sealed to its recipient as one file, and what they say of it entered. `made`: the zip just written. */
export function HandOver({ open, made }: { open: OpenCase; made?: File | undefined }) {
	const { t } = useTranslation('report');
	return (
		<Stack gap="md" maw="46rem" component="section" aria-labelledby="report-sealed">
			<Title order={2} size="h4" id="report-sealed">
				{t('sealTitle')}
			</Title>
			<Seal open={open} made={made} />
			<Enter open={open} />
			<ByHand open={open} />
		</Stack>
	);
}

function Seal({ open, made }: { open: OpenCase; made: File | undefined }) {
	const { t } = useTranslation('report');
	const session = useSession();
	const sealing = useSealing();
	const ended = sealing?.case === open.id ? sealing : undefined;
	const [picked, setPicked] = useState<File | null>(null);
	const [how, setHow] = useState<'key' | 'words'>('words');
	const [recipient, setRecipient] = useState('');
	const [key, setKey] = useState('');
	const bag = picked ?? made;
	const seal = useMutation({
		mutationFn: async () => {
			if (bag === undefined) return;
			const name = `${bag.name}.age`;
			const place = await choosePlace({ name, type: 'application/octet-stream', ending: '.age' });
			if (place === undefined) return;
			const by = how === 'words' ? { words: newPassphrase() } : { recipients: keysIn(key) };
			await sealFor(session, open, bag, by, { recipient: recipient.trim(), place });
		},
	});
	return (
		<>
			<Text>{t('sealText')}</Text>
			<Group gap="sm">
				<FileButton onChange={setPicked} accept=".zip,application/zip">
					{(button) => (
						<Button variant="default" {...button}>
							{t('pickBag')}
						</Button>
					)}
				</FileButton>
				<Text size="sm">{bag === undefined ? t('noBag') : bag.name}</Text>
			</Group>
			<TextInput
				label={t('sealFor')}
				description={t('sealForHint')}
				value={recipient}
				onChange={(event) => setRecipient(event.currentTarget.value)}
				maxLength={500}
				autoComplete="off"
			/>
			<Radio.Group label={t('sealHow')} value={how} onChange={(value) => setHow(value === 'key' ? 'key' : 'words')}>
				<Stack gap="xs" mt="xs">
					<Radio value="words" label={t('sealWords')} />
					<Radio value="key" label={t('sealKey')} />
				</Stack>
			</Radio.Group>
			{how === 'key' && (
				<Textarea
					label={t('ageKey')}
					description={t('ageKeyHint')}
					autosize
					value={key}
					onChange={(event) => setKey(event.currentTarget.value)}
					placeholder="age1…"
					autoComplete="off"
					spellCheck={false}
				/>
			)}
			<div>
				<Button
					leftSection={<IconLock size={18} aria-hidden />}
					loading={seal.isPending || sealing?.at === 'sealing'}
					disabled={bag === undefined || (how === 'key' && !areKeys(keysIn(key)))}
					onClick={() => seal.mutate()}
				>
					{t('seal')}
				</Button>
			</div>
			{seal.isError && <ErrorNotice error={seal.error} />}
			{ended?.at === 'failed' && <ErrorNotice error={ended.error} />}
			{ended?.at === 'sealed' && (
				<Alert color="teal" role="status" title={t('sealed', { index: ended.index })}>
					{ended.words === undefined ? (
						t('sealedKey')
					) : (
						<Stack gap="xs" align="flex-start">
							<Text size="sm">{t('sealedWords')}</Text>
							<Code block fz="lg" aria-label={t('passphrase')}>
								{ended.words}
							</Code>
							<CopyButton value={ended.words} label={t('copyPassphrase')} />
						</Stack>
					)}
				</Alert>
			)}
		</>
	);
}

/** One on each line, or beside each other. */
function keysIn(text: string): string[] {
	return [...new Set(text.split(/[\s,;]+/).filter((one) => one !== ''))];
}

function areKeys(keys: readonly string[]): boolean {
	return keys.length > 0 && keys.every((one) => /^age1[0-9a-z]{20,}$/.test(one));
}

/** What the recipient sent back. */
function Enter({ open }: { open: OpenCase }) {
	const { t } = useTranslation('report');
	const { connection } = useSession();
	const [note, setNote] = useState('');
	const enter = useMutation({
		mutationFn: () => enterAcknowledgement(connection, open, `${note.trim()}\n`),
		onSuccess: () => setNote(''),
	});
	return (
		<>
			<Textarea
				label={t('acknowledgement')}
				description={t('acknowledgementHint')}
				value={note}
				onChange={(event) => setNote(event.currentTarget.value)}
				autosize
				minRows={3}
				maxRows={14}
				spellCheck={false}
				styles={{ input: { fontFamily: 'monospace' } }}
			/>
			<div>
				<Button
					variant="default"
					leftSection={<IconSignature size={18} aria-hidden />}
					loading={enter.isPending}
					disabled={note.trim() === ''}
					onClick={() => enter.mutate()}
				>
					{t('enterIt')}
				</Button>
			</div>
			{enter.isError && <ErrorNotice error={enter.error} />}
			{enter.data !== undefined && (
				<Alert color="teal" role="status">
					{t('enteredIt', {
						id: enter.data.said.report.slice(0, 8),
						by: enter.data.said.by || '–',
						key: pseudonym(enter.data.said.key),
						index: enter.data.index,
					})}
				</Alert>
			)}
		</>
	);
}
