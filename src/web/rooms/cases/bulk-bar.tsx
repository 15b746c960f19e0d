import { Button, Group, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconFileCertificate, IconHash, IconNote, IconRefresh, IconShare3, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { exhibitItems, type MarkedMany, noteItems } from '../../../client/case/mark-many.ts';
import { retryItems } from '../../../client/case/retry.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { waits } from '../../../client/rewrap.ts';
import { links } from '../../links.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ShareDialog } from '../../parts/share-dialog.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { NoteForm } from './note-form.tsx';
import { PassOn } from './pass-on.tsx';
import type { Row } from './rows.ts';

/** What can be done with everything that is selected. Each deed is an entry for each item. */
export function BulkBar(props: { open: OpenCase; rows: readonly Row[]; tags: readonly string[]; onClear: () => void }) {
	const { t } = useTranslation('cases');
	const session = useSession();
	const { connection } = session;
	const client = useQueryClient();
	const confirm = useConfirm();
	const [, go] = useLocation();
	const [noting, note] = useDisclosure(false);
	const [sharing, share] = useDisclosure(false);
	const { open, rows } = props;
	const ids = rows.map((row) => row.id);
	const failed = rows.filter((row) => row.item.state === 'failed' && row.item.from === undefined).map((row) => row.id);
	const waiting = rows.filter(({ item }) => waits(item.state) && item.from === undefined).map((row) => row.id);
	const numbered = rows.filter((row) => row.exhibits.length === 0).map((row) => row.id);
	const checked = rows.every((row) => row.proven);
	const marks = checked && open.role !== 'reader';

	const work = useMutation({
		mutationFn: (run: () => Promise<MarkedMany>) => run(),
		onSuccess: ({ done, refused }) => {
			const message =
				refused.length === 0 ? t('doneAll', { count: done.length }) : t('someRefused', { count: refused.length });
			notifications.show({ message, color: refused.length === 0 ? 'guard' : 'red' });
		},
		onSettled: () => client.invalidateQueries({ queryKey: keys.case(open.id) }),
	});
	const exhibit = async (): Promise<void> => {
		const yes = await confirm({
			title: t('exhibitTitle', { count: numbered.length }),
			text: t('exhibitText'),
			yes: t('exhibit'),
		});
		if (yes) work.mutate(() => exhibitItems(connection, open, numbered));
	};
	return (
		<Paper withBorder p="sm" role="region" aria-label={t('withSelected')}>
			<Group gap="sm">
				<Text size="sm" fw={600} aria-live="polite">
					{t('selected', { count: rows.length })}
				</Text>
				{marks && (
					<>
						<Button
							size="xs"
							variant="default"
							leftSection={<IconNote size={16} aria-hidden />}
							onClick={note.open}
							loading={work.isPending}
						>
							{t('noteAction')}
						</Button>
						<Button
							size="xs"
							variant="default"
							leftSection={<IconHash size={16} aria-hidden />}
							disabled={numbered.length === 0 || work.isPending}
							onClick={() => {
								exhibit().catch(session.report);
							}}
						>
							{t('exhibit')}
						</Button>
					</>
				)}
				{!checked && <Text size="sm">{t('waitForProof')}</Text>}
				{checked && open.role === 'lead' && (
					<>
						<Button
							size="xs"
							variant="default"
							leftSection={<IconFileCertificate size={16} aria-hidden />}
							onClick={() => go(`~${links.report(open.id)}`, { state: { items: ids } })}
						>
							{t('report')}
						</Button>
						<Button
							size="xs"
							variant="default"
							leftSection={<IconShare3 size={16} aria-hidden />}
							disabled={work.isPending}
							onClick={share.open}
						>
							{t('share.action', { ns: 'common' })}
						</Button>
					</>
				)}
				{marks && failed.length > 0 && (
					<Button
						size="xs"
						variant="default"
						leftSection={<IconRefresh size={16} aria-hidden />}
						disabled={work.isPending}
						onClick={() => work.mutate(() => retryItems(connection, open, failed))}
					>
						{t('retryFailed', { count: failed.length })}
					</Button>
				)}
				{marks && waiting.length > 0 && <PassOn open={open} items={waiting} />}
				<Button size="xs" variant="subtle" leftSection={<IconX size={16} aria-hidden />} onClick={props.onClear}>
					{t('deselect')}
				</Button>
			</Group>
			{work.isError && <ErrorNotice error={work.error} />}
			<ShareDialog opened={sharing} onClose={share.close} from={open} items={ids} />
			<NoteForm
				opened={noting}
				onClose={note.close}
				count={rows.length}
				tags={props.tags}
				onNote={(about) => {
					note.close();
					return work.mutateAsync(() => noteItems(connection, open, ids, about));
				}}
			/>
		</Paper>
	);
}
