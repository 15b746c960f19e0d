import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type SyntheticEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useSession } from '../../session/use-session.ts';
import { useCatalogue } from '../cases/use-catalogue.ts';
import { useNumbering } from './numbering.ts';

/** An item as an exhibit: chosen, given a title, given the next number. */
export function AddExhibit(props: { open: OpenCase; marks: Marks }) {
	const { t } = useTranslation('exhibits');
	const { t: common } = useTranslation();
	const [opened, dialog] = useDisclosure(false);
	return (
		<>
			<Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
				{t('add')}
			</Button>
			<Modal
				opened={opened}
				onClose={dialog.close}
				title={t('add')}
				closeButtonProps={{ 'aria-label': common('close') }}
			>
				<AddForm {...props} onClose={dialog.close} />
			</Modal>
		</>
	);
}

function AddForm(props: { open: OpenCase; marks: Marks; onClose: () => void }) {
	const session = useSession();
	const { t } = useTranslation('exhibits');
	const { t: common } = useTranslation();
	const items = useCatalogue(props.open).data?.items;
	const [item, setItem] = useState<string | null>(null);
	const [title, setTitle] = useState('');
	const [tried, setTried] = useState(false);
	const work = useNumbering(props.open);
	const labels = useMemo(() => labelsOf(props.marks), [props.marks]);
	const data = useMemo(
		() =>
			(items ?? []).map((one) => {
				const name = one.unreadable ? t('itemById', { id: one.id.slice(0, 8) }) : visible(one.path);
				const already = labels.get(one.id);
				return { value: one.id, label: already === undefined ? name : `${already} · ${name}` };
			}),
		[items, labels, t],
	);
	const already = labels.get(item ?? '');
	const send = async (event: SyntheticEvent): Promise<void> => {
		event.preventDefault();
		setTried(true);
		if (item === null || already !== undefined || work.isPending) return;
		if (await work.give({ item }, title.trim())) props.onClose();
	};
	return (
		<form
			onSubmit={(event) => {
				send(event).catch(session.report);
			}}
			noValidate
		>
			<Stack gap="md">
				<Text>{t('addAbout')}</Text>
				<Select
					label={t('item')}
					description={t('itemHint')}
					data={data}
					value={item}
					onChange={setItem}
					searchable
					limit={60}
					nothingFoundMessage={common('nothingFound')}
					required
					error={tried && item === null ? t('itemWanted') : undefined}
					data-autofocus
				/>
				{already !== undefined && <Text size="sm">{t('already', { label: already })}</Text>}
				<TextInput
					label={t('exhibitTitle')}
					description={t('exhibitTitleHint')}
					value={title}
					onChange={(event) => setTitle(event.currentTarget.value)}
					autoComplete="off"
				/>
				{work.error !== null && <ErrorNotice error={work.error} />}
				<Group justify="flex-end" gap="sm">
					<Button variant="default" onClick={props.onClose}>
						{common('cancel')}
					</Button>
					<Button type="submit" loading={work.isPending} disabled={already !== undefined}>
						{t('give')}
					</Button>
				</Group>
			</Stack>
		</form>
	);
}

/** The numbers that items have, by item. */
function labelsOf(marks: Marks): Map<string, string> {
	const holding = marks.exhibits.filter((one) => one.clip === undefined && one.withdrawn === undefined);
	return new Map(holding.map((one) => [one.item, visible(one.label)]));
}
