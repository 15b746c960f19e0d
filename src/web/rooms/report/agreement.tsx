import { Alert, Badge, Button, Card, Group, NumberInput, Stack, Switch, Text, Title } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
	approveExport,
	type ExportRequest,
	type ExportRules,
	exportsOf,
	refuseExport,
	setExportRules,
	stateOf,
} from '../../../client/case/exports.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Leaves } from '../../../domain/leaves.ts';
import { version } from '../../../domain/version.ts';
import type { ReportChoices } from '../../../report/gather/report-choices.ts';
import { commit } from '../../commit.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { keys, useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { hideable } from './choices.ts';

/** What it takes for a report to leave this case, and what was asked for. */
export function useExports(open: OpenCase) {
	const { connection } = useSession();
	return useQuery({ queryKey: exportsKey(open), queryFn: () => exportsOf(connection, open) });
}

export function exportsKey(open: OpenCase) {
	return [...keys.case(open.id), 'exports'];
}

/** The rule of the case, which leads set, and the requests that wait, were agreed to, or were not. */
export function Agreement({ open, onMake }: { open: OpenCase; onMake: (choices: ReportChoices) => void }) {
	const { t } = useTranslation('report');
	const found = useExports(open);
	if (found.isError) return <ErrorNotice error={found.error} retry={() => found.refetch()} />;
	if (found.data === undefined) return null;
	const { rules, requests } = found.data;
	const shown = requests.filter((one) => !one.signed).reverse();
	return (
		<Stack gap="sm" maw="46rem" component="section" aria-labelledby="report-agreement">
			<Title order={2} size="h4" id="report-agreement">
				{t('agreeTitle')}
			</Title>
			<Rules key={`${rules.approvals} ${rules.days}`} open={open} rules={rules} />
			{shown.map((one) => (
				<Request key={one.report} open={open} request={one} onMake={onMake} />
			))}
		</Stack>
	);
}

function Rules({ open, rules }: { open: OpenCase; rules: ExportRules }) {
	const { t } = useTranslation('report');
	const { connection } = useSession();
	const queries = useQueryClient();
	const [days, setDays] = useState<number>(rules.days);
	const save = useMutation({
		mutationFn: (wanted: ExportRules) => setExportRules(connection, open, wanted),
		onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(open) }),
	});
	return (
		<>
			<Switch
				label={t('second')}
				description={t('secondText')}
				checked={rules.approvals === 1}
				disabled={save.isPending}
				onChange={(event) => save.mutate({ approvals: event.currentTarget.checked ? 1 : 0, days })}
			/>
			{rules.approvals === 1 && (
				<Group align="flex-end" gap="sm">
					<NumberInput
						label={t('days')}
						min={1}
						max={90}
						value={days}
						onChange={(value) => setDays(typeof value === 'number' ? value : rules.days)}
					/>
					<Button
						variant="default"
						loading={save.isPending}
						disabled={days === rules.days || days < 1 || days > 90}
						onClick={() => save.mutate({ approvals: 1, days })}
					>
						{t('saveDays')}
					</Button>
				</Group>
			)}
			{save.isError && <ErrorNotice error={save.error} />}
		</>
	);
}

function Request(props: { open: OpenCase; request: ExportRequest; onMake: (choices: ReportChoices) => void }) {
	const { t, i18n } = useTranslation('report');
	const format = useFormats();
	const names = useNames();
	const { connection } = useSession();
	const queries = useQueryClient();
	const { open, request } = props;
	const { leaves, items, by, at, report, approved } = request;
	const state = stateOf(request, connection.now());
	const mine = by === connection.identity.keys.sign;
	const act = useMutation({
		mutationFn: (what: 'approve' | 'refuse') =>
			what === 'approve' ? approveExport(connection, open, request) : refuseExport(connection, open, request, ''),
		onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(open) }),
	});
	return (
		<Card withBorder component="article" aria-label={t('requestOf', { id: report.slice(0, 8) })}>
			<Stack gap="xs">
				<Group justify="space-between">
					<Text fw={600}>
						{report.slice(0, 8)} · {names(by)} · {format.time(at)}
					</Text>
					<Badge variant="light" color={state === 'agreed' || state === 'begun' ? 'teal' : 'gray'} tt="none">
						{t(`requestState.${state}`, { until: format.time(approved?.until ?? at) })}
					</Badge>
				</Group>
				{leaves === undefined ? (
					<Alert color="red">{t('requestUnreadable')}</Alert>
				) : (
					<Asked leaves={leaves} count={items.length} />
				)}
				<Group gap="sm">
					{!mine && state === 'waits' && leaves !== undefined && (
						<Button
							leftSection={<IconUsers size={18} aria-hidden />}
							loading={act.isPending}
							onClick={() => act.mutate('approve')}
						>
							{t('agree')}
						</Button>
					)}
					{mine && (state === 'agreed' || state === 'begun') && leaves !== undefined && (
						<Button onClick={() => props.onMake(agreedChoices(open, request, leaves, i18n.language))}>
							{t('makeAgreed')}
						</Button>
					)}
					{state !== 'refused' && state !== 'expired' && (
						<Button variant="default" loading={act.isPending} onClick={() => act.mutate('refuse')}>
							{t(mine ? 'takeBack' : 'refuse')}
						</Button>
					)}
				</Group>
				{act.isError && <ErrorNotice error={act.error} />}
			</Stack>
		</Card>
	);
}

/** What would leave, in words. */
function Asked({ leaves, count }: { leaves: Leaves; count: number }) {
	const { t } = useTranslation('report');
	const { hidden, recipient, purpose } = leaves;
	const kinds = hideable.filter((one) => hidden[one]).map((one) => t(`hide.${one}`));
	const open = [
		...(leaves.originals ? [t('disclose.withOriginals')] : []),
		...(leaves.origin ? [t('disclose.withOrigin')] : []),
		...(leaves.notes ? [t('disclose.withNotes')] : []),
		`${t('keyframes.label')}: ${t(`keyframes.${leaves.keyframes}`)}`,
	];
	return (
		<>
			<Text size="sm">
				{t('recipient')}: <ForeignText text={recipient ?? t('nothing')} /> · {t('purpose')}:{' '}
				<ForeignText text={purpose ?? t('nothing')} />
			</Text>
			<Text size="sm">
				{t('askedItems', { count })} · {open.join(' · ')}
			</Text>
			{kinds.length > 0 && (
				<Text size="sm">
					{t('hiddenTitle')}: {kinds.join(' · ')}
				</Text>
			)}
			{hidden.entries.length > 0 && <Text size="sm">{t('hiddenEntries', { list: hidden.entries.join(', ') })}</Text>}
		</>
	);
}

/** The choices of the report that was agreed to. */
function agreedChoices(
	open: OpenCase,
	{ report, items, expunged }: ExportRequest,
	leaves: Leaves,
	language: string,
): ReportChoices {
	const { originals: withOriginals, origin: withOrigin, notes: withNotes, keyframes, hidden: hide } = leaves;
	const { recipient, purpose, salt } = leaves;
	const chosen = { withOriginals, withOrigin, withNotes, keyframes, hide, recipient, purpose };
	return {
		open,
		items,
		expunged,
		language: language === 'ru' ? 'ru' : 'en',
		...chosen,
		agreed: { report, salt },
		version,
		commit,
	};
}
