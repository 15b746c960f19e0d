import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { catalogue } from '../../../client/case/catalogue.ts';
import { expungedItems } from '../../../client/case/expunged.ts';
import { caseMarks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ChooseCase } from '../../parts/choose-case.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys, useCase } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { ReportForm } from './report-form.tsx';
import { subjectsOf } from './subjects.ts';
import { useWork } from './work.ts';
import { WorkView } from './work-view.tsx';

/** The report of one case: what is chosen, or the one being made. */
export function ReportOf({ id }: { id: Id }) {
	const { t } = useTranslation('report');
	const work = useWork();
	const found = useCase(id);
	if (work !== undefined) return <WorkView work={work} />;
	if (found.isError) return <ErrorNotice error={found.error} retry={() => found.refetch()} />;
	if (found.isPending) return <Busy />;
	if (found.data === undefined) return <ChooseCase to={links.report} />;
	if (found.data.role !== 'lead')
		return (
			<Alert role="note" icon={<IconLock aria-hidden />} title={t('leadsTitle')} color="gray" maw="46rem">
				{t('leadsText')}
			</Alert>
		);
	return <Loaded open={found.data} />;
}

function Loaded({ open }: { open: OpenCase }) {
	const { connection } = useSession();
	const found = useQuery({
		queryKey: [...keys.case(open.id), 'report'],
		queryFn: async () => {
			const [items, marks, gone] = await Promise.all([
				catalogue(connection, open),
				caseMarks(connection, open),
				expungedItems(connection, open.id),
			]);
			return { subjects: subjectsOf(items, marks.exhibits), marks, expunged: gone.map((one) => one.id) };
		},
	});
	if (found.isError) return <ErrorNotice error={found.error} retry={() => found.refetch()} />;
	if (found.data === undefined) return <Busy />;
	return <ReportForm open={open} {...found.data} />;
}
