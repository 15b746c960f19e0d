import commands from 'custos:recovery-commands';
import page from 'custos:recovery-page';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { fetchFile } from '../../parts/fetch-file.ts';
import { saveFile } from '../../parts/save-file.ts';

/** What belongs to recovery cards besides them, the same that the command line lays there; nothing in it is secret. */
const KIT = [
	{ words: 'cards.kitPage', name: 'join-cards.html', type: 'text/html;charset=utf-8', address: page },
	{ words: 'cards.kitCommands', name: 'RECOVERY.md', type: 'text/markdown;charset=utf-8', address: commands },
] as const;

/** Saves the page that joins the cards, and the one of commands by which everything is then opened: for when there is no Custos. */
export function SaveKit() {
	const { t } = useTranslation('enter');
	const saving = useMutation({
		mutationFn: async ({ name, type, address }: (typeof KIT)[number]) =>
			saveFile(name, new Uint8Array(await fetchFile(address)), type),
	});
	return (
		<Alert color="gray" className="custos-screen-only">
			<Text size="sm">{t('cards.kit')}</Text>
			<Group mt="xs">
				{KIT.map((one) => (
					<Button
						key={one.name}
						variant="default"
						leftSection={<IconDownload size={18} aria-hidden />}
						loading={saving.isPending && saving.variables === one}
						onClick={() => saving.mutate(one)}
					>
						{t(one.words)}
					</Button>
				))}
			</Group>
			{saving.isError && <ErrorNotice error={saving.error} />}
		</Alert>
	);
}
