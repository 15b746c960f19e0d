import { Button, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Id } from '../../../domain/ids.ts';
import { links } from '../../links.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { VirtualRows } from '../../parts/virtual-rows.tsx';
import { exhibited, matching, type Subject } from './subjects.ts';

/** Which items the report is about. */
export function ItemChoice(props: {
	caseId: Id;
	subjects: readonly Subject[];
	chosen: ReadonlySet<Id>;
	onChange: (items: ReadonlySet<Id>) => void;
}) {
	const { t } = useTranslation('report');
	const format = useFormats();
	const { subjects, chosen, onChange } = props;
	const [words, setWords] = useState('');
	const shown = useMemo(() => matching(subjects, words), [subjects, words]);
	const exhibits = exhibited(subjects);
	const toggle = (id: Id): void => {
		const next = new Set(chosen);
		if (!next.delete(id)) next.add(id);
		onChange(next);
	};
	const bytes = subjects.reduce((sum, one) => sum + (chosen.has(one.id) ? one.size : 0), 0);
	const all = (some: readonly Subject[]): void => onChange(new Set(some.map(({ id }) => id)));
	return (
		<Stack gap="sm">
			<div>
				<Title order={2} size="h4">
					{t('itemsTitle')}
				</Title>
				<Text maw="46rem">{t('itemsText')}</Text>
				{exhibits.length === 0 && (
					<Text maw="46rem" mt="xs">
						{t('noExhibits')} <Link href={`~${links.exhibits(props.caseId)}`}>{t('toExhibits')}</Link>
					</Text>
				)}
			</div>
			<Group gap="sm" align="flex-end">
				<TextInput
					label={t('searchItems')}
					leftSection={<IconSearch size={18} aria-hidden />}
					value={words}
					onChange={(event) => setWords(event.currentTarget.value)}
				/>
				<Button variant="default" disabled={exhibits.length === 0} onClick={() => all(exhibits)}>
					{t('allExhibits', { count: exhibits.length })}
				</Button>
				<Button variant="default" onClick={() => all(subjects)}>
					{t('allItems', { count: subjects.length })}
				</Button>
				<Button variant="default" disabled={chosen.size === 0} onClick={() => all([])}>
					{t('none')}
				</Button>
			</Group>
			{shown.length === 0 ? (
				<Text>{t('nothingFits')}</Text>
			) : (
				<VirtualRows rows={shown} label={t('itemsTitle')} estimate={58}>
					{(one) => (
						<Checkbox
							p="sm"
							checked={chosen.has(one.id)}
							onChange={() => toggle(one.id)}
							label={
								<bdi>{visible([one.label, one.title || one.path || t('unreadable')].filter(Boolean).join(' · '))}</bdi>
							}
							description={<Details subject={one} />}
						/>
					)}
				</VirtualRows>
			)}
			<Text role="status">{t('chosen', { count: chosen.size, bytes: format.bytes(bytes) })}</Text>
		</Stack>
	);
}

function Details({ subject }: { subject: Subject }) {
	const { t } = useTranslation('report');
	const format = useFormats();
	const parts = [
		subject.title === '' ? undefined : subject.path,
		format.bytes(subject.size),
		subject.clips.length === 0 ? undefined : t('withClips', { clips: subject.clips.join(', ') }),
		subject.withdrawn ? t('withdrawn') : undefined,
	];
	return <bdi>{visible(parts.filter((part) => part !== undefined).join(' · '))}</bdi>;
}
