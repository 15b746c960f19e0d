import { Alert, Button, List, Stack, Text, Title } from '@mantine/core';
import { IconEye, IconFileExport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { platform } from '#platform';
import { requestExport } from '../../../client/case/exports.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { toHex } from '../../../domain/bytes.ts';
import { type Id, newId } from '../../../domain/ids.ts';
import { leavesOf, type ReportChoices } from '../../../report/gather/report-choices.ts';
import type { Outgoing } from '../../../report/outgoing.ts';
import { links } from '../../links.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { choosePlace, MEMORY_LIMIT, savingKind } from '../../parts/save-place.ts';
import { useSession } from '../../session/use-session.ts';
import { Agreement, exportsKey, useExports } from './agreement.tsx';
import { choicesOf, type Draft, missingIn, newDraft } from './choices.ts';
import { ChoicesForm } from './choices-form.tsx';
import { HandOver } from './hand-over.tsx';
import { ItemChoice } from './item-choice.tsx';
import { Preview } from './preview.tsx';
import { bytesOf } from './preview-rows.ts';
import { exhibited, type Subject } from './subjects.ts';
import { makeInto } from './work.ts';

/** What to report, to whom, and what of it leaves: nothing is made before that was looked at. */
export function ReportForm(props: { open: OpenCase; subjects: readonly Subject[]; expunged: readonly Id[] }) {
	const { open, subjects, expunged } = props;
	const { t, i18n } = useTranslation('report');
	const format = useFormats();
	const session = useSession();
	const { connection, report } = session;
	const [draft, setDraft] = useState(() =>
		newDraft(
			exhibited(subjects).map(({ id }) => id),
			i18n.language === 'ru' ? 'ru' : 'en',
		),
	);
	/** The draft that was looked at, and no other, may leave. */
	const [looked, setLooked] = useState<Draft>();
	const [failure, setFailure] = useState<unknown>();
	const names = useMemo(() => new Map(subjects.map((one) => [one.id, one.label ?? one.path ?? one.id])), [subjects]);
	const choices = choicesOf(
		draft,
		open,
		subjects.map(({ id }) => id),
		expunged,
	);
	const preview = useMutation({
		mutationFn: async (of: Draft): Promise<{ of: Draft; outgoing: Outgoing[] }> => {
			const { previewReport } = await import('../../../report/gather/preview-report.ts');
			return { of, outgoing: await previewReport(connection, choices) };
		},
	});
	const shown = preview.data?.of === draft ? preview.data.outgoing : undefined;
	const missing = missingIn(draft);
	const change = (some: Partial<Draft>): void => setDraft({ ...draft, ...some });
	const kind = savingKind();
	const tooLarge = kind === 'memory' && shown !== undefined && bytesOf(shown) > MEMORY_LIMIT;
	const second = useExports(open).data?.rules.approvals === 1;
	const queries = useQueryClient();
	const make = async (of: ReportChoices = choices): Promise<void> => {
		setFailure(undefined);
		const name = `custody-report-${new Date().toISOString().slice(0, 10)}.zip`;
		const place = await choosePlace({ name, type: 'application/zip', ending: '.zip' });
		if (place !== undefined) await makeInto(session, of, name, place);
	};
	const ask = async (): Promise<void> => {
		setFailure(undefined);
		const leaves = leavesOf(choices, toHex(platform.randomBytes(32)));
		const { items } = choices;
		await requestExport(connection, open, { report: newId(platform.randomBytes), leaves, items, expunged });
		await queries.invalidateQueries({ queryKey: exportsKey(open) });
	};
	const tried = (act: Promise<void>): void => {
		act.catch((error: unknown) => {
			report(error);
			setFailure(error);
		});
	};
	if (subjects.length === 0)
		return (
			<Text>
				{t('noItems')} <Link href={`~${links.intake(open.id)}`}>{t('toIntake')}</Link>
			</Text>
		);
	return (
		<Stack gap="xl">
			<ItemChoice caseId={open.id} subjects={subjects} chosen={draft.items} onChange={(items) => change({ items })} />
			<ChoicesForm draft={draft} onChange={change} />
			<Stack gap="sm">
				<div>
					<Title order={2} size="h4">
						{t('previewTitle')}
					</Title>
					<Text maw="46rem">{t('previewText')}</Text>
				</div>
				{missing.length > 0 && (
					<Alert role="note" color="gray" maw="46rem" title={t('missingTitle')}>
						<List>
							{missing.map((one) => (
								<List.Item key={one}>{t(`missing.${one}`)}</List.Item>
							))}
						</List>
					</Alert>
				)}
				{shown === undefined ? (
					<div>
						<Button
							leftSection={<IconEye size={18} aria-hidden />}
							loading={preview.isPending}
							disabled={missing.length > 0}
							onClick={() => preview.mutate(draft)}
						>
							{preview.data === undefined ? t('show') : t('showAgain')}
						</Button>
					</div>
				) : (
					<Preview
						outgoing={shown}
						names={names}
						looked={looked === draft}
						onLooked={(yes) => setLooked(yes ? draft : undefined)}
						onHide={(entry) => change({ hideEntries: new Set([...draft.hideEntries, entry]) })}
					/>
				)}
				{preview.isError && <ErrorNotice error={preview.error} />}
			</Stack>
			<Stack gap="sm" align="flex-start">
				<Title order={2} size="h4">
					{t('makeTitle')}
				</Title>
				<Text maw="46rem">{t(second ? 'makeTextSecond' : 'makeText')}</Text>
				<Text maw="46rem" size="sm" c="dimmed">
					{t(`saving.${kind}`, { limit: format.bytes(MEMORY_LIMIT) })}
				</Text>
				{tooLarge && (
					<Alert color="red" maw="46rem">
						{t('tooLarge', { limit: format.bytes(MEMORY_LIMIT) })}
					</Alert>
				)}
				<Button
					leftSection={<IconFileExport size={18} aria-hidden />}
					disabled={shown === undefined || looked !== draft || tooLarge}
					onClick={() => tried(second ? ask() : make())}
				>
					{t(second ? 'askSecond' : 'make')}
				</Button>
				{(shown === undefined || looked !== draft) && (
					<Text size="sm" c="dimmed">
						{t('lookFirst')}
					</Text>
				)}
				{failure !== undefined && <ErrorNotice error={failure} />}
			</Stack>
			<Agreement open={open} onMake={(agreed) => tried(make(agreed))} />
			<HandOver open={open} />
		</Stack>
	);
}
