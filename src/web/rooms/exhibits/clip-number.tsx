import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clip } from '../../../client/case/clips.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useSession } from '../../session/use-session.ts';
import { useNumbering } from './numbering.ts';

/** Gives a clip a number under its item's. */
export function ClipNumber(props: { open: OpenCase; clip: Clip; name: string }) {
	const session = useSession();
	const { t } = useTranslation('exhibits');
	const { t: common } = useTranslation();
	const [opened, dialog] = useDisclosure(false);
	const [title, setTitle] = useState(props.clip.unreadable ? '' : (props.clip.name ?? ''));
	const work = useNumbering(props.open);
	const send = async (event: SyntheticEvent): Promise<void> => {
		event.preventDefault();
		const { id, item } = props.clip;
		if (!work.isPending && (await work.give({ item, clip: id }, title.trim()))) dialog.close();
	};
	return (
		<>
			<Button size="xs" variant="default" onClick={dialog.open} aria-label={t('giveOf', { name: props.name })}>
				{t('give')}
			</Button>
			<Modal
				opened={opened}
				onClose={dialog.close}
				title={t('giveOf', { name: props.name })}
				closeButtonProps={{ 'aria-label': common('close') }}
			>
				<form
					onSubmit={(event) => {
						send(event).catch(session.report);
					}}
					noValidate
				>
					<Stack gap="md">
						<Text>{t('clipNumberAbout')}</Text>
						<TextInput
							label={t('exhibitTitle')}
							description={t('exhibitTitleHint')}
							value={title}
							onChange={(event) => setTitle(event.currentTarget.value)}
							autoComplete="off"
							data-autofocus
						/>
						{work.error !== null && <ErrorNotice error={work.error} />}
						<Group justify="flex-end" gap="sm">
							<Button variant="default" onClick={dialog.close}>
								{common('cancel')}
							</Button>
							<Button type="submit" loading={work.isPending}>
								{t('give')}
							</Button>
						</Group>
					</Stack>
				</form>
			</Modal>
		</>
	);
}
