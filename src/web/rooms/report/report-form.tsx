import { Alert, Button, List, Stack, Text, Title } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { platform } from '#platform';
import { requestExport } from '../../../client/case/exports.ts';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { toHex } from '../../../domain/bytes.ts';
import { type Id, newId } from '../../../domain/ids.ts';
import { peopleInClips } from '../../../report/gather/clip-people.ts';
import { checkChosen, leavesOf, type ReportChoices } from '../../../report/gather/report-choices.ts';
import { links } from '../../links.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { choosePlace, MEMORY_LIMIT, savingKind } from '../../parts/save-place.ts';
import { useSession } from '../../session/use-session.ts';
import { Agreement } from './agreement.tsx';
import { choicesOf, type Draft, missingIn, newDraft } from './choices.ts';
import { ChoicesForm } from './choices-form.tsx';
import { HandOver } from './hand-over.tsx';
import { IssuerWordsForm } from './issuer-words.tsx';
import { ItemChoice } from './item-choice.tsx';
import { LookFirst, LookThrough, TooLarge } from './look-through.tsx';
import { PaperSignature } from './paper-signature.tsx';
import { exhibited, type Subject } from './subjects.ts';
import { exportsKey, useExports } from './use-exports.ts';
import { useLook } from './use-look.ts';
import { makeInto } from './work.ts';

/** What to report, to whom, and what of it leaves: nothing is made before that was looked at. */
export function ReportForm(props: {
	open: OpenCase;
	subjects: readonly Subject[];
	marks: Marks;
	expunged: readonly Id[];
}) {
	const { open, subjects, marks, expunged } = props;
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
	const names = useMemo(() => new Map(subjects.map((one) => [one.id, one.label ?? one.path ?? one.id])), [subjects]);
	const rules = useExports(open).data?.rules;
	const second = rules?.approvals === 1;
	const people = useMemo(() => peopleInClips(marks, [...draft.items]), [marks, draft.items]);
	const choices = choicesOf(
		draft,
		open,
		subjects.map(({ id }) => id),
		expunged,
		people,
	);
	// The draft that was looked at, and no other, may leave.
	const look = useLook(draft, choices);
	const missing = missingIn(draft);
	const change = (some: Partial<Draft>): void => setDraft({ ...draft, ...some });
	const kind = savingKind();
	const queries = useQueryClient();
	const make = async (of: ReportChoices = choices): Promise<void> => {
		const name = `custody-report-${new Date().toISOString().slice(0, 10)}.zip`;
		const place = await choosePlace({ name, type: 'application/zip', ending: '.zip' });
		if (place === undefined) return;
		await makeInto(session, of, { name, timeAuthority: draft.timeAuthority }, place);
	};
	const ask = async (): Promise<void> => {
		checkChosen(choices);
		const leaves = leavesOf(choices, toHex(platform.randomBytes(32)));
		const { items, words } = choices;
		await requestExport(connection, open, { report: newId(platform.randomBytes), leaves, items, expunged, words });
		await queries.invalidateQueries({ queryKey: exportsKey(open) });
	};
	// Asked for once, however often it is pressed.
	const act = useMutation({ mutationFn: (what: () => Promise<void>) => what(), onError: report });
	if (subjects.length === 0)
		return (
			<Text>
				{t('noItems')} <Link href={`~${links.intake(open.id)}`}>{t('toIntake')}</Link>
			</Text>
		);
	return (
		<Stack gap="xl">
			<ItemChoice caseId={open.id} subjects={subjects} chosen={draft.items} onChange={(items) => change({ items })} />
			<ChoicesForm draft={draft} onChange={change} people={people}>
				<IssuerWordsForm open={open} draft={draft} onChange={change} second={second} />
				<PaperSignature draft={draft} onChange={change} />
			</ChoicesForm>
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
				<LookThrough
					look={look}
					label={t('previewTitle')}
					names={names}
					disabled={missing.length > 0}
					onHide={(entry) => change({ hideEntries: new Set([...draft.hideEntries, entry]) })}
				/>
			</Stack>
			<Stack gap="sm" align="flex-start">
				<Title order={2} size="h4">
					{t('makeTitle')}
				</Title>
				<Text maw="46rem">{t(second ? 'makeTextSecond' : 'makeText')}</Text>
				<Text maw="46rem" size="sm" c="dimmed">
					{t(`saving.${kind}`, { limit: format.bytes(MEMORY_LIMIT) })}
				</Text>
				<TooLarge look={look} />
				<Button
					leftSection={<IconFileExport size={18} aria-hidden />}
					disabled={!look.looked || look.tooLarge || rules === undefined}
					loading={act.isPending}
					onClick={() => act.mutate(second ? ask : () => make())}
				>
					{t(second ? 'askSecond' : 'make')}
				</Button>
				<LookFirst look={look} />
				{act.isError && <ErrorNotice error={act.error} />}
			</Stack>
			<Agreement open={open} names={names} signer={draft.signer} onMake={(agreed) => act.mutate(() => make(agreed))} />
			<HandOver open={open} />
		</Stack>
	);
}
