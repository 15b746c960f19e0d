import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { BegunNote } from '../../parts/begun-note.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import type { Chosen } from '../../put/chosen.ts';
import type { Listing } from '../../put/listing.ts';
import { useDraft } from '../../session/drafts.ts';
import { useSession } from '../../session/use-session.ts';
import { ChooseFolder } from './choose-folder.tsx';
import type { KeptDelivery } from './deliveries.ts';
import classes from './prepare.module.css';
import { emptyDraft, RecordDraft, recordOf } from './record-draft.ts';
import { RecordForm } from './record-form.tsx';
import { Unfinished } from './unfinished.tsx';
import { begin, deliveryOf, nameOf, useDeliveries } from './use-deliveries.ts';

/** Before a delivery: what was begun earlier, the folder, and beside it what is known of it. */
export function Prepare(props: { open: OpenCase }) {
	const { open } = props;
	const { t } = useTranslation('intake');
	const session = useSession();
	const deliveries = useDeliveries(open);
	const [found, setFound] = useState<{ chosen: Chosen; listing: Listing }>();
	const record = useDraft(`intake record for ${open.id}`, RecordDraft, emptyDraft);

	const name = found && nameOf(session, open, found.chosen.names);
	const earlier = deliveries.data?.find((one) => one.name === name && one.about.failed === undefined);

	const start = useMutation({
		mutationFn: async () => {
			if (found === undefined) return;
			const { chosen, listing } = found;
			const [files, bytes] = [listing.files.length, listing.bytes];
			const about = earlier?.about ?? {
				case: open.id,
				names: [...chosen.names],
				record: recordOf(record.draft),
				begun: new Date().toISOString(),
				files,
				bytes,
			};
			await begin(session, open, deliveryOf(session, open, chosen, listing, about), listing);
			if (earlier === undefined) record.drop();
		},
	});

	return (
		<Stack gap="lg">
			{deliveries.isError && <ErrorNotice error={deliveries.error} retry={() => deliveries.refetch()} />}
			{found === undefined && <Unfinished open={open} deliveries={deliveries.data ?? []} />}
			<div className={classes.sides}>
				<Stack gap="md" className={classes.folder}>
					<Title order={2} size="h4">
						{t('choose.title')}
					</Title>
					<ChooseFolder found={found} onFound={setFound} />
				</Stack>
				{earlier === undefined ? (
					<RecordForm draft={record.draft} onChange={record.change}>
						<BegunNote of={record} />
					</RecordForm>
				) : (
					<Resumed delivery={earlier} />
				)}
				<Stack gap="sm" className={classes.start}>
					{start.isError && <ErrorNotice error={start.error} />}
					<Button
						size="md"
						leftSection={<IconLock size={18} aria-hidden />}
						disabled={found === undefined || found.listing.files.length === 0}
						loading={start.isPending}
						onClick={() => start.mutate()}
					>
						{earlier === undefined ? t('start') : t('unfinished.goOn')}
					</Button>
				</Stack>
			</div>
		</Stack>
	);
}

function Resumed(props: { delivery: KeptDelivery }) {
	const { t } = useTranslation('intake');
	const format = useFormats();
	return (
		<Paper withBorder p="md" className={classes.record}>
			<Title order={2} size="h4" mb="xs">
				{t('resume.title')}
			</Title>
			<Text>{t('resume.text', { time: format.time(props.delivery.about.begun) })}</Text>
		</Paper>
	);
}
