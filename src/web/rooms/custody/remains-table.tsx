import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Remaining, remainsOf } from '../../../client/case/remains.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import type { StatementType } from '../../../domain/ledger/statement.ts';
import { attempted } from '../../../report/verify/attempted.ts';
import { eventWords } from '../../../report/verify/event-words.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { ItemExpunged } from '../cases/item-expunged.tsx';
import { Refused } from './proof-state.tsx';

/** The history of an item that was expunged: when there was what kind of event, and nothing of what was said or by whom. */
export function RemainsTable({ open, item }: { open: OpenCase; item: Id }) {
	const { t } = useTranslation('custody');
	const { connection } = useSession();
	const remains = useQuery({
		queryKey: [...keys.case(open.id), 'remains', item],
		queryFn: () => remainsOf(connection, item),
		structuralSharing: false,
	});
	return (
		<>
			<ItemExpunged open={open} id={item}>
				{t('remains.about')}
			</ItemExpunged>
			{remains.isError && <ErrorNotice error={remains.error} retry={() => remains.refetch()} />}
			{remains.isPending && <Busy />}
			{remains.data !== undefined && <Rows events={remains.data} />}
		</>
	);
}

function Rows({ events }: { events: readonly Remaining[] }) {
	const { t, i18n } = useTranslation('custody');
	const format = useFormats();
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	return (
		<Stack gap="xs">
			<Text size="sm">{t('whole', { count: events.length })}</Text>
			<Table aria-label={t('remains.title')} maw="46rem">
				<Table.Thead>
					<Table.Tr>
						<Table.Th>{t('col.n')}</Table.Th>
						<Table.Th>{t('col.when')}</Table.Th>
						<Table.Th>{t('col.what')}</Table.Th>
					</Table.Tr>
				</Table.Thead>
				<Table.Tbody>
					{events.map(({ index, skeleton }) => (
						<Table.Tr key={index} data-event={index}>
							<Table.Td>{format.count(skeleton.subject.n)}</Table.Td>
							<Table.Td>{format.time(skeleton.time)}</Table.Td>
							<Table.Td>
								<What type={skeleton.type} result={skeleton.result} language={language} />
							</Table.Td>
						</Table.Tr>
					))}
				</Table.Tbody>
			</Table>
		</Stack>
	);
}

function What({ type, result, language }: { type: string; result: string; language: 'en' | 'ru' }) {
	const code = /^denied:(.*)$/.exec(result)?.[1];
	const words = eventWords[language];
	// A kind that this page does not know yet is called as the notary called it.
	const known = Object.hasOwn(words, type) ? (type as StatementType) : undefined;
	if (code === undefined) return known === undefined ? type : words[known];
	return (
		<>
			<div>
				<Refused code={code} />
			</div>
			{known === undefined ? type : attempted({ type: known }, language)}
		</>
	);
}
