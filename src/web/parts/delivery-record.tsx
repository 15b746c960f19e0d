import { List, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Saying, toldRecord } from '../../client/put/told-record.ts';
import { fieldLabel } from '../../report/words/field-label.ts';
import { ForeignLines, ForeignText } from './foreign-text.tsx';

/** What the record of a delivery says, and what it says is not known. */
export function DeliveryRecord(props: { fields: { readonly [name: string]: unknown } }) {
	const { t, i18n } = useTranslation('intake');
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	return (
		<Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0} layout="fixed">
			<Table.Tbody>
				{toldRecord(props.fields).map(({ name, sayings }) => (
					<Table.Tr key={name}>
						<Table.Th scope="row" fw={400} c="dimmed" w="38%" pr="xs" style={{ verticalAlign: 'top' }}>
							<ForeignText text={fieldLabel(language, [name])} />
						</Table.Th>
						<Table.Td>
							{sayings.length === 0 ? (
								t('record.told.notKnown')
							) : sayings.length === 1 ? (
								<Said saying={sayings[0] as Saying} />
							) : (
								<List size="sm" type={name === 'priorHandlers' ? 'ordered' : 'unordered'}>
									{sayings.map((saying, i) => (
										<List.Item key={i}>
											<Said saying={saying} />
										</List.Item>
									))}
								</List>
							)}
						</Table.Td>
					</Table.Tr>
				))}
			</Table.Tbody>
		</Table>
	);
}

function Said({ saying: { text, basis, confidence } }: { saying: Saying }) {
	const { t } = useTranslation('intake');
	return (
		<>
			<ForeignLines text={text} />
			{confidence !== undefined && ` (${t(`record.sure.${confidence}`)})`}
			{basis !== undefined && (
				<div>
					{t('record.basis')}: <ForeignLines text={basis} />
				</div>
			)}
		</>
	);
}
