import { Button, Group, NumberInput, Stack, Switch, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExportRules, setExportRules } from '../../../client/case/exports.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { ReportChoices } from '../../../report/gather/report-choices.ts';
import type { PaperSigner } from '../../../report/seal/paper-signer.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useSession } from '../../session/use-session.ts';
import { RequestCard } from './request-card.tsx';
import { exportsKey, useExports } from './use-exports.ts';

/** The rule of the case, which leads set, and the requests that wait, were agreed to, or were not. */
export function Agreement(props: {
	open: OpenCase;
	/** How an item is called here. */
	names: ReadonlyMap<string, string>;
	/** Signs the paper of the reports that are made here. */
	signer: PaperSigner | undefined;
	onMake: (choices: ReportChoices) => void;
}) {
	const { t } = useTranslation('report');
	const { open, names, signer, onMake } = props;
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
			<Rules open={open} rules={rules} />
			{shown.map((one) => (
				<RequestCard key={one.report} open={open} request={one} items={names} signer={signer} onMake={onMake} />
			))}
		</Stack>
	);
}

function Rules({ open, rules }: { open: OpenCase; rules: ExportRules }) {
	const { t } = useTranslation('report');
	const { connection } = useSession();
	const queries = useQueryClient();
	// What was typed stands until it is saved; before, the case's own.
	const [typed, setTyped] = useState<number>();
	const days = typed ?? rules.days;
	const save = useMutation({
		mutationFn: (wanted: ExportRules) => setExportRules(connection, open, wanted),
		onSettled: () => queries.invalidateQueries({ queryKey: exportsKey(open) }),
		onSuccess: () => setTyped(undefined),
	});
	const wanted = save.isPending ? save.variables.approvals : rules.approvals;
	return (
		<>
			<Switch
				label={t('second')}
				description={t('secondText')}
				checked={wanted === 1}
				// Disabled, it would lose the focus of whoever pressed it.
				aria-disabled={save.isPending}
				onChange={(event) => {
					const approvals = event.currentTarget.checked ? 1 : 0;
					if (!save.isPending) save.mutate({ approvals, days: rules.days });
				}}
			/>
			{rules.approvals === 1 && (
				<Group align="flex-end" gap="sm">
					<NumberInput
						label={t('days')}
						min={1}
						max={90}
						value={days}
						onChange={(value) => setTyped(typeof value === 'number' ? value : undefined)}
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
