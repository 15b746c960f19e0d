import { Alert, Anchor, List, Text } from '@mantine/core';
import { IconDatabaseX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { CatalogueItem } from '../../../client/case/catalogue.ts';
import type { Id } from '../../../domain/ids.ts';
import { links } from '../../links.ts';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useStored } from '../../session/stored.ts';

/** So many are named here; the others are in their histories. */
const NAMED = 20;

/** Items of the case whose stored bytes are missing or altered, as the archive tells; their histories prove it. */
export function DamagedNote(props: { of: Id; items: readonly CatalogueItem[] }) {
	const { t } = useTranslation('cases');
	const stored = useStored();
	const damaged = new Set(stored.data?.damaged.items);
	const here = props.items.filter(({ id }) => damaged.has(id));
	if (stored.isError && here.length === 0)
		return (
			<Text size="sm" c="dimmed">
				{t('damagedUnasked')}
			</Text>
		);
	if (here.length === 0) return null;
	return (
		<Alert color="red" icon={<IconDatabaseX aria-hidden />} title={t('damaged', { count: here.length })} role="alert">
			{t('damagedText')}
			<List size="sm" mt="xs">
				{here.slice(0, NAMED).map((item) => (
					<List.Item key={item.id}>
						<Anchor
							component={Link}
							href={`~${links.custody(props.of, item.id)}`}
							underline="always"
							inherit
							c="inherit"
						>
							{item.unreadable ? item.id.slice(0, 8) : <ForeignText text={item.path} />}
						</Anchor>
					</List.Item>
				))}
			</List>
		</Alert>
	);
}
