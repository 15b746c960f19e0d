import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EnrolledPerson } from '../../../client/people.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useAsking } from './asking.ts';
import { AskingCard } from './asking-card.tsx';

/** Who asks to be let in. Nothing of it is in the ledger until a steward's word puts it there. */
export function AskingList(props: { people: readonly EnrolledPerson[]; proposed: ReadonlySet<string> }) {
	const { t } = useTranslation('people');
	const asking = useAsking();
	const shown = asking.data?.filter(({ join }) => !props.proposed.has(join.person.sign));
	return (
		<section aria-labelledby="people-asking">
			<Title order={2} size="h4" id="people-asking" mb="xs">
				{t('askingTitle')}
			</Title>
			{asking.isError && <ErrorNotice error={asking.error} retry={() => asking.refetch()} />}
			{shown?.length === 0 && <Text c="dimmed">{t(asking.data?.length === 0 ? 'nobodyAsks' : 'askingBelow')}</Text>}
			<Stack gap="md">
				{shown?.map((one) => (
					<AskingCard key={one.join.invite} asking={one} people={props.people} />
				))}
			</Stack>
		</section>
	);
}
