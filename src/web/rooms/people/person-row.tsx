import { Badge, Group, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EnrolledPerson } from '../../../client/people.ts';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { NameButton } from './name-button.tsx';
import classes from './rows.module.css';
import { SuspendButton } from './suspend-button.tsx';

/** One person of the archive: who, what they may be, since which entry, and for stewards the switch. */
export function PersonRow(props: { person: EnrolledPerson; people: readonly EnrolledPerson[] }) {
	const { t } = useTranslation('people');
	const format = useFormats();
	const names = useNames();
	const { role, identity } = useSession();
	const { person } = props;
	const key = person.keys.sign;
	const mine = key === identity.keys.sign;
	const next = props.people.find((one) => one.formerly === key);
	return (
		<li className={`${classes.row} ${person.suspended ? classes.gone : ''}`}>
			<div className={classes.about}>
				<Group gap="xs">
					<span className={classes.name}>
						<ForeignText text={names(key)} />
					</span>
					{mine && <Badge variant="outline">{t('you')}</Badge>}
					<Badge variant="light">{t(`archiveRole.${person.role}`)}</Badge>
					{person.suspended && (
						<Badge color="red.9" leftSection={<IconBan size={12} aria-hidden />}>
							{t(person.byCard ? 'suspendedByCard' : 'suspended')}
						</Badge>
					)}
				</Group>
				<Text size="sm" c="dimmed">
					{person.since === undefined
						? t('sinceFounding')
						: t('since', { entry: person.since.entry, time: format.time(person.since.time) })}
				</Text>
				{person.formerly !== undefined && (
					<Text size="sm">{t('formerly', { name: visible(names(person.formerly)) })}</Text>
				)}
				{next !== undefined && <Text size="sm">{t('nextKey', { name: visible(names(next.keys.sign)) })}</Text>}
				<details>
					<summary>{t('fingerprint')}</summary>
					<Fingerprint of={key} />
				</details>
			</div>
			{!mine && (
				<Group gap="xs">
					<NameButton person={key} />
					{role === 'steward' && <SuspendButton person={person} />}
				</Group>
			)}
		</li>
	);
}
