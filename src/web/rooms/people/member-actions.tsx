import { Button, Group, Select } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CaseMember } from '../../../client/case/members.ts';
import { changeRole, type OpenCase, removeMember } from '../../../client/cases.ts';
import { pseudonym } from '../../../client/identity.ts';
import type { EnrolledPerson } from '../../../client/people.ts';
import { CustosError } from '../../../domain/errors.ts';
import { CaseRole } from '../../../domain/roles.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** What a lead may do with a member: another role, or out. `person`: undefined when nothing can be sealed to them now. */
export function MemberActions(props: { member: CaseMember; open: OpenCase; person: EnrolledPerson | undefined }) {
	const { t } = useTranslation('people');
	const { connection, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const { member, open, person } = props;
	const name = visible(member.name || pseudonym(member.person));
	const change = useMutation({
		mutationFn: async (role: CaseRole | undefined) => {
			if (role === undefined) {
				const said = await removeMember(connection, open, member.person);
				if (said instanceof CustosError) throw said;
			} else if (person !== undefined) await changeRole(connection, open, person, role, member.name);
		},
		onSettled: () => queries.invalidateQueries({ queryKey: keys.case(open.id) }),
	});
	const askRole = async (role: CaseRole): Promise<void> => {
		const yes = await confirm({
			title: t('changeTitle', { name, role: t(`caseRole.${role}`) }),
			text: `${t(`caseMay.${role}`)} ${t('changeText')}`,
			yes: t('change'),
		});
		if (yes) change.mutate(role);
	};
	const askOut = async (): Promise<void> => {
		const yes = await confirm({
			title: t('removeTitle', { name }),
			text: t('removeText'),
			yes: t('remove'),
			danger: true,
		});
		if (yes) change.mutate(undefined);
	};
	return (
		<Group gap="xs">
			{person !== undefined && (
				<Select
					aria-label={t('roleOf', { name })}
					data={CaseRole.options.map((role) => ({ value: role, label: t(`caseRole.${role}`) }))}
					value={member.role}
					allowDeselect={false}
					disabled={change.isPending}
					w="9.5rem"
					size="sm"
					onChange={(role) => {
						const wanted = CaseRole.safeParse(role);
						if (wanted.success && wanted.data !== member.role) askRole(wanted.data).catch(report);
					}}
				/>
			)}
			<Button
				size="sm"
				variant="outline"
				color="red"
				leftSection={<IconUserMinus size={16} aria-hidden />}
				loading={change.isPending}
				aria-label={t('removeName', { name })}
				onClick={() => {
					askOut().catch(report);
				}}
			>
				{t('remove')}
			</Button>
			{change.isError && <ErrorNotice error={change.error} />}
		</Group>
	);
}
