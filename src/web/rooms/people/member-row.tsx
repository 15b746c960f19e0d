import { Badge, Group, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CaseMember } from '../../../client/case/members.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { pseudonym } from '../../../client/identity.ts';
import type { EnrolledPerson } from '../../../client/people.ts';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useSession } from '../../session/use-session.ts';
import { MemberActions } from './member-actions.tsx';
import classes from './rows.module.css';

/** One member of a case. `person`: the same in the archive's roster. */
export function MemberRow(props: { member: CaseMember; open: OpenCase; person: EnrolledPerson | undefined }) {
	const { t } = useTranslation('people');
	const { identity } = useSession();
	const { member, open, person } = props;
	const mine = member.person === identity.keys.sign;
	const who = pseudonym(member.person);
	return (
		<li className={`${classes.row} ${member.active ? '' : classes.gone}`}>
			<div className={classes.about}>
				<Group gap="xs">
					<span className={classes.name}>
						<ForeignText text={member.name === '' ? who : `${member.name} (${who})`} />
					</span>
					{mine && <Badge variant="outline">{t('you')}</Badge>}
					<Badge variant="light">{t(`caseRole.${member.role}`)}</Badge>
					{!member.active && (
						<Badge color="gray" variant="outline">
							{t('putOut')}
						</Badge>
					)}
					{person?.suspended === true && (
						<Badge color="red.9" leftSection={<IconBan size={12} aria-hidden />}>
							{t('suspended')}
						</Badge>
					)}
				</Group>
				<Text size="sm" c="dimmed">
					{t(`caseMay.${member.role}`)}
				</Text>
			</div>
			{open.role === 'lead' && member.active && !mine && (
				<MemberActions member={member} open={open} person={person?.suspended === false ? person : undefined} />
			)}
		</li>
	);
}
