import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { GivenInvite } from '../../../client/people.ts';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { keys, useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import classes from './rows.module.css';
import { WithdrawButton } from './withdraw-button.tsx';

/** Invites nobody has come with yet, with the names this device gave them. */
export function OpenInvites(props: { invites: readonly GivenInvite[] }) {
	const { t } = useTranslation('people');
	const format = useFormats();
	const names = useNames();
	const { profile, identity } = useSession();
	const book = useQuery({
		queryKey: [...keys.people, 'invites'],
		queryFn: () => profile.invites.read(identity),
	}).data;
	if (props.invites.length === 0) return null;
	return (
		<section aria-labelledby="people-invites">
			<Title order={2} size="h4" id="people-invites" mb="xs">
				{t('openInvites')}
			</Title>
			<ul className={classes.rows}>
				{props.invites.map((one) => (
					<li key={one.id} className={classes.row}>
						<Stack gap={0}>
							<span className={classes.name}>
								<ForeignText text={book?.[one.id]?.name || t('noName')} />
							</span>
							<Text size="sm" c="dimmed">
								{t('givenAs', {
									role: t(`archiveRole.${one.role}`),
									time: format.time(one.time),
									name: visible(names(one.by)),
								})}
							</Text>
							{book !== undefined && book[one.id] === undefined && <Text size="sm">{t('givenElsewhere')}</Text>}
						</Stack>
						<WithdrawButton invite={one.id} name={book?.[one.id]?.name || t('noName')} what="invite" />
					</li>
				))}
			</ul>
		</section>
	);
}
