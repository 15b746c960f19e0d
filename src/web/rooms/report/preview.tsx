import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconFile, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outgoing } from '../../../report/outgoing.ts';
import { MADE_LATER } from '../../../report/report-input.ts';
import { ForeignLines, ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { VirtualRows } from '../../parts/virtual-rows.tsx';
import classes from './preview.module.css';
import { bytesOf, previewRows, type SectionRow } from './preview-rows.ts';

/** Every field and every file that will leave, to be looked through. `names`: how an item is called here. */
export function Preview(props: {
	outgoing: readonly Outgoing[];
	/** What the list is called. */
	label: string;
	names: ReadonlyMap<string, string>;
	looked: boolean;
	onLooked: (looked: boolean) => void;
	/** Keeps the detail of this entry sealed; where that is still to be chosen. */
	onHide: ((entry: number) => void) | undefined;
}) {
	const { t } = useTranslation('report');
	const format = useFormats();
	const { outgoing, names } = props;
	const [words, setWords] = useState('');
	const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
	const rows = useMemo(
		() =>
			previewRows(
				outgoing,
				words,
				closed,
				(row) => `${row.label} ${row.path} ${saidIn(row) ?? ''} ${names.get(row.whose ?? '') ?? row.whose ?? ''}`,
			),
		[outgoing, words, closed, names],
	);
	const files = outgoing.filter((row) => row.kind === 'file');
	const bytes = bytesOf(files);
	const sections = new Set(outgoing.map((row) => row.section));
	const toggle = (section: string): void => {
		const next = new Set(closed);
		if (!next.delete(section)) next.add(section);
		setClosed(next);
	};
	return (
		<Stack gap="sm">
			<Text role="status">
				{t('leaves', {
					fields: format.count(outgoing.length - files.length),
					files: format.count(files.length),
				})}{' '}
				{bytes > 0 ? t('originals', { bytes: format.bytes(bytes) }) : t('noOriginals')}
			</Text>
			<Group align="flex-end" gap="sm">
				<TextInput
					label={t('searchPreview')}
					leftSection={<IconSearch size={18} aria-hidden />}
					value={words}
					onChange={(event) => setWords(event.currentTarget.value)}
				/>
				<Button variant="default" onClick={() => setClosed(closed.size === 0 ? sections : new Set())}>
					{closed.size === 0 ? t('closeAll') : t('openAll')}
				</Button>
			</Group>
			{rows.length === 0 ? (
				<Text>{t('nothingFits')}</Text>
			) : (
				<VirtualRows rows={rows} label={props.label} estimate={52}>
					{(row) =>
						row.kind === 'section' ? (
							<Section row={row} onToggle={() => toggle(row.section)} />
						) : (
							<Row row={row} whose={names.get(row.whose ?? '') ?? row.whose} onHide={props.onHide} />
						)
					}
				</VirtualRows>
			)}
			<Text size="sm" c="dimmed" maw="46rem">
				{t('besides')}
			</Text>
			<Checkbox
				label={t('looked')}
				checked={props.looked}
				onChange={(event) => props.onLooked(event.currentTarget.checked)}
			/>
		</Stack>
	);
}

function Section({ row, onToggle }: { row: SectionRow; onToggle: () => void }) {
	const { t } = useTranslation('report');
	const format = useFormats();
	const Icon = row.open ? IconChevronDown : IconChevronRight;
	return (
		<button type="button" className={classes.section} aria-expanded={row.open} onClick={onToggle}>
			<Icon size={18} aria-hidden />
			<span>
				{t(`section.${row.section}`, { defaultValue: row.section })} · {format.count(row.count)}
				{row.bytes > 0 && ` · ${format.bytes(row.bytes)}`}
			</span>
		</button>
	);
}

function Row(props: { row: Outgoing; whose: string | null; onHide: ((entry: number) => void) | undefined }) {
	const { row, whose, onHide } = props;
	const entry = detailOf(row);
	const { t } = useTranslation('report');
	const format = useFormats();
	const value = row.kind === 'file' ? (row.size === null ? '' : format.bytes(row.size)) : saidIn(row);
	return (
		<div className={classes.row}>
			<div className={classes.what}>
				<Text size="sm" fw={600}>
					{row.kind === 'file' && <IconFile size={15} aria-hidden />} <bdi>{visible(row.label)}</bdi>
				</Text>
				<Text size="xs" c="dimmed" className={classes.path}>
					{visible(row.path)}
					{whose !== null && ` · ${visible(whose)}`}
				</Text>
			</div>
			<Text size="sm" className={classes.value}>
				{value === null || value === MADE_LATER ? (
					<Text span c="dimmed">
						{t(value === null ? 'nothing' : 'madeLater')}
					</Text>
				) : (
					<Said value={value} path={row.path} />
				)}
				{entry !== undefined && onHide !== undefined && (
					<Button ml="sm" size="compact-xs" variant="default" onClick={() => onHide(entry)}>
						{t('hideEntry', { entry })}
					</Button>
				)}
			</Text>
		</div>
	);
}

/** A path has one line, whatever is in it. */
function Said({ value, path }: { value: string; path: string }) {
	return path.endsWith('/path') ? <ForeignText text={value} /> : <ForeignLines text={value} />;
}

/** The entry whose sealed detail this field is disclosed of. */
function detailOf({ section, path }: Outgoing): number | undefined {
	const digits = section === 'ledger' ? /^data\/ledger\/(\d+)\//.exec(path)?.[1] : undefined;
	return digits === undefined ? undefined : Number(digits);
}

function saidIn(row: Outgoing): string | null {
	if (row.kind === 'file') return '';
	return row.value === null || row.value === '' ? null : String(row.value);
}
