import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { type Chosen, chosenHandles } from '../../put/chosen.ts';
import { mayRead } from '../../put/file-access.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { forgetDelivery, type KeptDelivery } from './deliveries.ts';
import { FilesButton, FolderButton } from './pick-buttons.tsx';
import { begin, deliveryOf, nameOf } from './use-deliveries.ts';

/** Deliveries begun in this browser and not finished, each with the way to go on. */
export function Unfinished(props: { open: OpenCase; deliveries: readonly KeptDelivery[] }) {
	const { t } = useTranslation('intake');
	if (props.deliveries.length === 0) return null;
	return (
		<Stack gap="sm" component="section" aria-labelledby="unfinished-title">
			<Title order={2} size="h4" id="unfinished-title">
				{t('unfinished.title')}
			</Title>
			{props.deliveries.map((one) => (
				<OneUnfinished key={one.name} open={props.open} delivery={one} />
			))}
		</Stack>
	);
}

function OneUnfinished(props: { open: OpenCase; delivery: KeptDelivery }) {
	const { open, delivery } = props;
	const { t } = useTranslation('intake');
	const format = useFormats();
	const session = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const [problem, setProblem] = useState<{ error: unknown } | { text: string }>();
	const [busy, setBusy] = useState(false);
	const { about, handles } = delivery;
	const { names, failed } = about;
	const time = format.time(about.begun);

	const attempt = (work: () => Promise<void>): void => {
		setBusy(true);
		setProblem(undefined);
		work()
			.catch((error: unknown) => {
				session.report(error);
				setProblem({ error });
			})
			.finally(() => setBusy(false));
	};
	const goOn = async (chosen: Chosen): Promise<void> => {
		if (nameOf(session, open, chosen.names) !== delivery.name) {
			const [found, wanted] = [chosen.names, names].map((all) => all.map(visible).join(', ')) as [string, string];
			return setProblem({ text: t('unfinished.another', { found, wanted }) });
		}
		const listing = await chosen.list(() => undefined);
		await begin(session, open, deliveryOf(session, open, chosen, listing, about), listing, {
			retryFailed: failed !== undefined,
		});
	};
	const choose = (choosing: Promise<Chosen | undefined>): void =>
		attempt(async () => {
			const chosen = await choosing;
			if (chosen !== undefined) await goOn(chosen);
		});
	const forget = async (): Promise<void> => {
		const [title, text] = [t('unfinished.forgetTitle'), t('unfinished.forgetText')];
		if (!(await confirm({ title, text, yes: t('unfinished.forget'), danger: true }))) return;
		await forgetDelivery(delivery.name);
		await queries.invalidateQueries({ queryKey: keys.case(open.id) });
	};
	const single = names.length > 1 || about.files === 1;
	return (
		<Paper withBorder p="md">
			<Stack gap="xs" align="flex-start">
				<Text fw={600}>
					<ForeignText text={names.join(', ')} />
				</Text>
				<Text size="sm">
					{failed === undefined
						? t('unfinished.begun', { time, files: format.count(about.files), bytes: format.bytes(about.bytes) })
						: t('unfinished.failed', { time, count: failed })}
				</Text>
				<Text size="sm">{handles === undefined ? t('unfinished.forgets') : t('unfinished.keeps')}</Text>
				{problem !== undefined && 'text' in problem && (
					<Alert color="yellow" role="alert">
						{problem.text}
					</Alert>
				)}
				{problem !== undefined && 'error' in problem && <ErrorNotice error={problem.error} />}
				<Group gap="sm">
					{handles !== undefined && (
						<Button
							loading={busy}
							onClick={() =>
								attempt(async () => {
									if (await mayRead(handles, true)) await goOn(chosenHandles(handles));
									else setProblem({ text: t('unfinished.refused') });
								})
							}
						>
							{failed === undefined ? t('unfinished.goOn') : t('unfinished.retry')}
						</Button>
					)}
					<FolderButton variant={handles === undefined ? 'filled' : 'default'} loading={busy} onChosen={choose}>
						{t('unfinished.again')}
					</FolderButton>
					{handles === undefined && single && (
						<FilesButton variant="default" loading={busy} onChosen={choose}>
							{t('unfinished.againFiles')}
						</FilesButton>
					)}
					<Button
						variant="subtle"
						onClick={() => {
							forget().catch(session.report);
						}}
					>
						{t('unfinished.forget')}
					</Button>
				</Group>
			</Stack>
		</Paper>
	);
}
