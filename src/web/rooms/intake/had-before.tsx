import { Anchor, List, Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LOOKED_THROUGH, type SameBefore } from '../../../client/put/same-before.ts';
import type { Id } from '../../../domain/ids.ts';
import { links } from '../../links.ts';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';

/** Lines on the page; the whole list can be saved. */
const SHOWN = 200;

/** What of a delivery the case had before from elsewhere. Undefined: that could not be looked up, which is said. */
export function HadBefore(props: { caseId: Id; before: SameBefore | undefined }) {
	const { t } = useTranslation('intake');
	const format = useFormats();
	const { caseId, before } = props;
	if (before === undefined) return <Text>{t('end.notLookedUp')}</Text>;
	const { same, whole } = before;
	return (
		<>
			{same.length > 0 && (
				<Paper withBorder p="md">
					<Title order={3} size="h5">
						{t('end.hadBefore')}
					</Title>
					<Text size="sm" c="dimmed" mb="xs">
						{t('end.hadBeforeText')}
					</Text>
					<List>
						{same.slice(0, SHOWN).map(({ path, as, item }) => (
							<List.Item key={item}>
								<Text span fw={600}>
									<ForeignText text={path} />
								</Text>
								{` ${t('end.hadBeforeAs')} `}
								<Anchor component={Link} href={`~${links.review(caseId, item)}`} underline="always">
									<ForeignText text={as} />
								</Anchor>
							</List.Item>
						))}
					</List>
					{same.length > SHOWN && <Text mt="xs">{t('end.more', { count: same.length - SHOWN })}</Text>}
				</Paper>
			)}
			{!whole && <Text>{t('end.hadBeforeNotAll', { items: format.count(LOOKED_THROUGH) })}</Text>}
		</>
	);
}
