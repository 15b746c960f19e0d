import { Alert, Button, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { IconFile, IconFolderDown, IconFolderOpen } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { type Chosen, chosenByDrop } from '../../put/chosen.ts';
import { canKeepDropped } from '../../put/file-access.ts';
import type { Listing } from '../../put/listing.ts';
import { useSession } from '../../session/use-session.ts';
import classes from './choose-folder.module.css';
import { FilesButton, FolderButton } from './pick-buttons.tsx';

export interface Found {
	chosen: Chosen;
	listing: Listing;
}

/** A folder or files, dropped or picked, and what is in them. */
export function ChooseFolder(props: { found: Found | undefined; onFound: (found: Found | undefined) => void }) {
	const { t } = useTranslation('intake');
	const format = useFormats();
	const session = useSession();
	const [over, setOver] = useState(false);
	const [looking, setLooking] = useState<{ files: number; bytes: number }>();
	const [error, setError] = useState<unknown>();

	const look = async (choosing: Promise<Chosen | undefined>): Promise<void> => {
		setError(undefined);
		try {
			const chosen = await choosing;
			if (chosen === undefined) return;
			setLooking({ files: 0, bytes: 0 });
			const listing = await chosen.list((files, bytes) => setLooking({ files, bytes }));
			props.onFound({ chosen, listing });
		} catch (problem) {
			session.report(problem);
			setError(problem);
		} finally {
			setLooking(undefined);
		}
	};
	const onChosen = (chosen: Promise<Chosen | undefined>): void => {
		look(chosen).catch(session.report);
	};
	const onDrop = (event: DragEvent): void => {
		event.preventDefault();
		setOver(false);
		onChosen(chosenByDrop(event.dataTransfer));
	};

	if (looking !== undefined)
		return (
			<Paper withBorder p="lg" role="status">
				<Group gap="sm">
					<Loader size="sm" />
					<Text>{t('choose.listing', { files: format.count(looking.files), bytes: format.bytes(looking.bytes) })}</Text>
				</Group>
			</Paper>
		);
	if (props.found !== undefined) return <WhatIsThere found={props.found} onOther={() => props.onFound(undefined)} />;
	return (
		<Stack gap="sm">
			{/* Dropping is a second way; the buttons inside are the first. */}
			<Paper
				className={classes.drop}
				data-over={over || undefined}
				onDragOver={(event) => {
					event.preventDefault();
					setOver(true);
				}}
				onDragLeave={() => setOver(false)}
				onDrop={onDrop}
			>
				<IconFolderDown size={40} stroke={1.3} aria-hidden />
				<Text fw={600}>{over ? t('choose.dropNow') : t('choose.drop')}</Text>
				<Group gap="sm" justify="center">
					<FolderButton leftSection={<IconFolderOpen size={18} aria-hidden />} onChosen={onChosen}>
						{t('choose.folder')}
					</FolderButton>
					<FilesButton leftSection={<IconFile size={18} aria-hidden />} variant="default" onChosen={onChosen}>
						{t('choose.files')}
					</FilesButton>
				</Group>
			</Paper>
			<Text size="sm" c="dimmed">
				{canKeepDropped() ? t('choose.keepsDropped') : t('choose.forgets')}
			</Text>
			{error !== undefined && <ErrorNotice error={error} />}
		</Stack>
	);
}

function WhatIsThere(props: { found: Found; onOther: () => void }) {
	const { t } = useTranslation('intake');
	const format = useFormats();
	const { chosen, listing } = props.found;
	const { files, refused, bytes } = listing;
	return (
		<Paper withBorder p="lg">
			<Stack gap="sm" align="flex-start">
				<Group gap="sm" wrap="nowrap" align="flex-start">
					<IconFolderOpen size={24} stroke={1.5} aria-hidden className={classes.icon} />
					<div>
						{chosen.names.slice(0, 5).map((name) => (
							<Text key={name} fw={600}>
								<ForeignText text={name} />
							</Text>
						))}
						{chosen.names.length > 5 && <Text>…</Text>}
						<Text>{t('choose.found', { count: files.length, bytes: format.bytes(bytes) })}</Text>
					</div>
				</Group>
				{refused.length > 0 && <Text size="sm">{t('choose.refused', { count: refused.length })}</Text>}
				{listing.folder === true && <Text size="sm">{t('choose.passedOver')}</Text>}
				{files.some(({ path }) => path.includes('/')) && <Text size="sm">{t('choose.links')}</Text>}
				{files.length === 0 && <Alert color="yellow">{t('choose.empty')}</Alert>}
				<Text size="sm" c="dimmed">
					{listing.handles === undefined ? t('choose.forgets') : t('choose.keeps')}
				</Text>
				<Button variant="default" onClick={props.onOther}>
					{t('choose.other')}
				</Button>
			</Stack>
		</Paper>
	);
}
