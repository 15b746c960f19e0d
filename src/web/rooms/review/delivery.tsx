import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { recordOfItem } from '../../../client/put/told-record.ts';
import { DeliveryRecord } from '../../parts/delivery-record.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import type { AboutItem } from './item-data.ts';

/** How an item came: the record of its delivery, as it was sealed when it began. */
export function Delivery(props: { open: OpenCase; about: AboutItem }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const nameOf = useNames();
	const { entries } = props.about;
	const { statement, skeleton } = entries.intake;
	const record = recordOfItem(props.open, entries);
	return (
		<Stack gap="xs" component="section" aria-labelledby="delivery-title">
			<Title order={2} size="h4" id="delivery-title">
				{t('delivery.title')}
			</Title>
			{record !== undefined ? (
				<>
					<DeliveryRecord fields={record} />
					<Text size="sm" c="dimmed">
						{t('delivery.by', {
							id: statement.intake.slice(0, 8),
							time: format.time(skeleton.time),
							who: nameOf(statement.actor),
						})}
					</Text>
				</>
			) : (
				<Text size="sm">{t(props.open.id === entries.case ? 'delivery.unreadable' : 'delivery.elsewhere')}</Text>
			)}
		</Stack>
	);
}
