import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pseudonym } from '../../../client/identity.ts';
import { useContacts } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { useRememberName } from './remember-name.ts';

/** What this device calls somebody: nobody else sees it. */
export function NameButton(props: { person: string }) {
	const { t } = useTranslation('people');
	const { report } = useSession();
	const { data } = useContacts();
	const remember = useRememberName();
	const [opened, dialog] = useDisclosure(false);
	const [name, setName] = useState('');
	const who = pseudonym(props.person);
	return (
		<>
			<Button
				size="sm"
				variant="default"
				leftSection={<IconPencil size={16} aria-hidden />}
				aria-label={t('nameOf', { person: who })}
				onClick={() => {
					setName(data?.[props.person] ?? '');
					dialog.open();
				}}
			>
				{t('name')}
			</Button>
			<Modal opened={opened} onClose={dialog.close} title={t('nameOf', { person: who })}>
				<form
					onSubmit={(event) => {
						event.preventDefault();
						remember(props.person, name).then(dialog.close).catch(report);
					}}
				>
					<Stack gap="md">
						<Text size="sm">{t('nameText')}</Text>
						<TextInput
							label={t('name')}
							value={name}
							onChange={(event) => setName(event.currentTarget.value)}
							maxLength={100}
							autoComplete="off"
							data-autofocus
						/>
						<Button type="submit" disabled={name.trim() === ''}>
							{t('keepName')}
						</Button>
					</Stack>
				</form>
			</Modal>
		</>
	);
}
