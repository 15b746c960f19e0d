import { Alert, Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { approveExport, type ExportRequest, refuseExport, stateOf } from '../../../client/case/exports.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { isSamePerson } from '../../../client/enrolled.ts';
import type { IssuerWords } from '../../../domain/issuer-words.ts';
import type { Leaves } from '../../../domain/leaves.ts';
import { version } from '../../../domain/version.ts';
import { choicesAsked, type ReportChoices } from '../../../report/gather/report-choices.ts';
import type { PaperSigner } from '../../../report/seal/paper-signer.ts';
import { commit } from '../../commit.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignLines, ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames, useRoster } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { hideable, issuerTexts } from './choices.ts';
import { LookFirst, LookThrough, TooLarge } from './look-through.tsx';
import { SayNo } from './say-no.tsx';
import { exportsKey } from './use-exports.ts';
import { useLook } from './use-look.ts';

/** One request: what was asked for, and what one can do with it. Nobody lets leave what they have not looked through. */
export function RequestCard(props: {
	open: OpenCase;
	request: ExportRequest;
	/** How an item is called here. */
	items: ReadonlyMap<string, string>;
	/** Signs the paper, where it is made here. */
	signer: PaperSigner | undefined;
	onMake: (choices: ReportChoices) => void;
}) {
	const { t, i18n } = useTranslation('report');
	const format = useFormats();
	const names = useNames();
	const { connection } = useSession();
	const queries = useQueryClient();
	const { open, request } = props;
	const { leaves, items, by, at, report, approved } = request;
	const state = stateOf(request, connection.now());
	const me = connection.identity.keys.sign;
	const mine = by === me;
	const { data: roster } = useRoster();
	const otherKey = !mine && isSamePerson(roster?.people ?? [], by, me);
	const isAgreed = state === 'agreed' || state === 'begun';
	const signer = mine ? props.signer : undefined;
	const choices = leaves && { ...agreedChoices(open, request, leaves, i18n.language), signer };
	const step = mine ? isAgreed && 'make' : state === 'waits' && !otherKey && 'agree';
	const next = choices !== undefined && step;
	// As things stand now: what happened since it was asked for leaves, too.
	const of = useMemo(() => ({ signer, language: i18n.language }), [signer, i18n.language]);
	const look = useLook(of, choices, by);
	const yes = useMutation({
		mutationFn: () => approveExport(connection, open, request),
		onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(open) }),
	});
	const no = useMutation({
		mutationFn: (reason: string) => refuseExport(connection, open, request, reason),
		onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(open) }),
	});
	return (
		<Card withBorder component="article" aria-label={t('requestOf', { id: report.slice(0, 8) })}>
			<Stack gap="xs">
				<Group justify="space-between">
					<Text fw={600}>
						{report.slice(0, 8)} · {names(by)} · {format.time(at)}
					</Text>
					<Badge variant="light" color={isAgreed ? 'teal' : 'gray'} tt="none">
						{t(`requestState.${state}`, { until: format.time(approved?.until ?? at) })}
					</Badge>
				</Group>
				{leaves === undefined ? (
					<Alert color="red">{t('requestUnreadable')}</Alert>
				) : (
					<Asked leaves={leaves} words={request.words} count={items.length} />
				)}
				{otherKey && state === 'waits' && <Text size="sm">{t('otherKey')}</Text>}
				{next !== false && (
					<LookThrough look={look} label={t('leavesWith', { id: report.slice(0, 8) })} names={props.items} />
				)}
				{next === 'make' && <TooLarge look={look} />}
				<Group gap="sm">
					{next === 'agree' && (
						<Button
							leftSection={<IconUsers size={18} aria-hidden />}
							disabled={!look.looked}
							loading={yes.isPending}
							onClick={() => yes.mutate()}
						>
							{t('agree')}
						</Button>
					)}
					{next === 'make' && choices !== undefined && (
						<Button disabled={!look.looked || look.tooLarge} onClick={() => props.onMake(choices)}>
							{t('makeAgreed')}
						</Button>
					)}
					{state !== 'refused' && state !== 'expired' && <SayNo request={request} mine={mine} work={no} />}
				</Group>
				{next !== false && <LookFirst look={look} />}
				{yes.isError && <ErrorNotice error={yes.error} />}
			</Stack>
		</Card>
	);
}

/** What would leave, in words. */
function Asked({ leaves, words, count }: { leaves: Leaves; words: IssuerWords; count: number }) {
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
				<ForeignLines text={purpose ?? t('nothing')} />
			</Text>
			<Text size="sm">
				{t('askedItems', { count })} · {open.join(' · ')}
			</Text>
			{kinds.length > 0 && (
				<Text size="sm">
					{t('hiddenTitle')}: {kinds.join(' · ')}
				</Text>
			)}
			{hidden.peopleShown && (
				<Text size="sm">
					{t('named')}: <ForeignText text={hidden.peopleShown.join(', ')} />
				</Text>
			)}
			{hidden.entries.length > 0 && <Text size="sm">{t('hiddenEntries', { list: hidden.entries.join(', ') })}</Text>}
			{issuerTexts.map((name) => {
				const said = words[name];
				return said === undefined ? null : (
					<Text key={name} size="sm">
						{t(`own.${name}`)}: <ForeignLines text={said} />
					</Text>
				);
			})}
			{words.supersedes !== undefined && (
				<Text size="sm">
					{t('supersedes')}: {words.supersedes.slice(0, 8)}
				</Text>
			)}
		</>
	);
}

/** The choices of the report that was agreed to. */
function agreedChoices(open: OpenCase, request: ExportRequest, leaves: Leaves, language: string): ReportChoices {
	return { open, language: language === 'ru' ? 'ru' : 'en', ...choicesAsked(request, leaves), version, commit };
}
