import { Badge, Button, Group, NavLink, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconFileText, IconMusic, IconPhoto, IconVideo } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type CatalogueItem, catalogue } from '../../../client/case/catalogue.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { byName } from '../../parts/by-name.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useMarks } from '../../session/marks.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { FlagBadge } from './flag-badge.tsx';
import { notesOn } from './spans.ts';

/** Lines shown; whoever has more searches, or goes to the table of the case. */
const SHOWN = 60;

const ICONS = { video: IconVideo, audio: IconMusic, image: IconPhoto } as const;

/** The items of a case to look at, by name, with what was said of each. */
export function ChooseItem(props: { open: OpenCase }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { connection } = useSession();
	const { open } = props;
	const [wanted, setWanted] = useState('');
	const marks = useMarks(open);
	const all = useQuery({
		queryKey: [...keys.case(open.id), 'to-review'],
		queryFn: () => catalogue(connection, open),
		structuralSharing: false,
	});
	if (all.isError) return <ErrorNotice error={all.error} retry={() => all.refetch()} />;
	if (all.data === undefined) return <Busy />;
	const name = (item: CatalogueItem): string => (item.unreadable ? t('unreadable') : item.path);
	const fitting = all.data
		.filter((one) => name(one).toLowerCase().includes(wanted.trim().toLowerCase()))
		.sort((a, b) => byName(a.unreadable ? '' : a.path, b.unreadable ? '' : b.path));
	return (
		<Stack maw="46rem">
			<Group justify="space-between" align="end">
				<TextInput
					label={t('choose.search')}
					value={wanted}
					onChange={(event) => setWanted(event.currentTarget.value)}
					flex="1 1 14rem"
					autoComplete="off"
				/>
				<Button component={Link} href={`~${links.case(open.id)}`} variant="default">
					{t('choose.table')}
				</Button>
			</Group>
			{fitting.length === 0 ? (
				<Text>{all.data.length === 0 ? t('choose.empty') : t('choose.nothing')}</Text>
			) : (
				<Paper withBorder p={4}>
					{fitting.slice(0, SHOWN).map((item) => {
						const Icon = ICONS[item.summary?.kind as keyof typeof ICONS] ?? IconFileText;
						const flags = notesOn(item.id, marks.data?.notes ?? []).flatMap((one) =>
							one.unreadable || one.flag === null ? [] : [one.flag],
						);
						return (
							<NavLink
								key={item.id}
								component={Link}
								href={`~${links.review(open.id, item.id)}`}
								leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
								label={
									// The flags stand below the name where both do not fit.
									<Group component="span" gap="xs">
										<Text component="span" inherit flex="1 1 12rem" miw={0} style={{ overflowWrap: 'anywhere' }}>
											<ForeignText text={name(item)} />
										</Text>
										{[...new Set(flags)].map((flag) => (
											<FlagBadge key={flag} flag={flag} />
										))}
									</Group>
								}
								description={
									item.summary?.durationMs === undefined
										? t(`state.${item.state}`)
										: format.duration(item.summary.durationMs)
								}
							/>
						);
					})}
				</Paper>
			)}
			{fitting.length > SHOWN && (
				<Badge variant="default" size="lg">
					{t('choose.more', { count: fitting.length - SHOWN })}
				</Badge>
			)}
		</Stack>
	);
}
