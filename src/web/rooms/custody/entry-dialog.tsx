import { Button, Code, Group, List, Modal, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LoggedEvent } from '../../../client/case/logged-event.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { DeliveryRecord } from '../../parts/delivery-record.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { saveFile } from '../../parts/save-file.ts';
import { useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import classes from './custody.module.css';
import type { Told } from './telling.ts';

/** What lies behind a line: the statement as it was signed, its receipt, and what was checked of them here. */
export function EntryDialog(props: {
	told: Told | undefined;
	/** All that is told here: where a delivery ends, its record is that of its beginning. */
	all: readonly Told[];
	onClose: () => void;
}) {
	const { t } = useTranslation('custody');
	const { t: common } = useTranslation();
	const { told } = props;
	return (
		<Modal
			opened={told !== undefined}
			onClose={props.onClose}
			title={told && t('entryTitle', { index: told.index })}
			size="xl"
			closeButtonProps={{ 'aria-label': common('close') }}
		>
			{told !== undefined && <Papers told={told} record={recordFor(told, props.all)} />}
		</Modal>
	);
}

/** The record of the delivery that an entry begins or ends; undefined for every other entry, and where it does not open. */
function recordFor(told: Told, all: readonly Told[]): LoggedEvent['fields'] | undefined {
	const { statement: s } = told.event.entry;
	if (s.type !== 'intake.opened' && s.type !== 'intake.closed') return undefined;
	const begun = all.find(({ event: { entry } }) => {
		const { statement: other } = entry;
		return other.type === 'intake.opened' && other.intake === s.intake && entry.skeleton.result === 'accepted';
	});
	return begun?.event.detail?.fields;
}

function Papers({ told, record }: { told: Told; record: LoggedEvent['fields'] | undefined }) {
	const { t } = useTranslation('custody');
	const format = useFormats();
	const names = useNames();
	const { connection } = useSession();
	const { text, entry, detail } = told.event;
	const { statement, signature, receipt } = text;
	const receiptText = JSON.stringify(receipt, null, 2);
	return (
		<Stack gap="md">
			{record !== undefined && (
				<section aria-labelledby="record-title">
					<Title order={3} size="h5" id="record-title" mb="xs">
						{t('record')}
					</Title>
					<DeliveryRecord fields={record} />
				</section>
			)}
			<Text>{t('checksTitle')}</Text>
			<List spacing={6} size="sm">
				<List.Item>{t('check.signature', { who: visible(names(entry.statement.actor)) })}</List.Item>
				<List.Item>
					{t('check.place', { index: format.count(entry.index), size: format.count(entry.checkpoint.size) })}
				</List.Item>
				<List.Item>{t('check.log', { log: visible(connection.archive.origin) })}</List.Item>
				<List.Item>{t('check.count', { n: format.count(told.n) })}</List.Item>
				{detail !== undefined && <List.Item>{t('check.detail')}</List.Item>}
				{told.unreadable && <List.Item>{t('proof.unreadable')}</List.Item>}
			</List>
			<Paper title={t('statement')} about={t('statementAbout')} content={statement} />
			<Paper title={t('signature')} about={t('signatureAbout')} content={signature} />
			<Paper title={t('receipt')} about={t('receiptAbout')} content={receiptText} />
			<Group justify="flex-end">
				<Button
					leftSection={<IconDownload size={18} aria-hidden />}
					onClick={() =>
						saveFile(
							`entry-${entry.index}.json`,
							`${JSON.stringify({ statement, signature, receipt })}\n`,
							'application/json',
						)
					}
				>
					{t('save')}
				</Button>
			</Group>
		</Stack>
	);
}

function Paper(props: { title: string; about: string; content: string }) {
	const { t } = useTranslation('custody');
	return (
		<section aria-label={props.title}>
			<Group justify="space-between" align="flex-end" mb={6}>
				<div className={classes.grow}>
					<Title order={3} size="h5">
						{props.title}
					</Title>
					<Text size="sm" c="dimmed">
						{props.about}
					</Text>
				</div>
				<CopyButton value={props.content} label={t('copyOf', { what: props.title })} />
			</Group>
			<Code block className={classes.raw} tabIndex={0}>
				{props.content.split('\n').map(visible).join('\n')}
			</Code>
		</section>
	);
}
