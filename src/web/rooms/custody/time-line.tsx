import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBan, IconFileCertificate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ForeignLines, ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { LongList } from '../../parts/long-list.tsx';
import classes from './custody.module.css';
import { ProofState, Refused } from './proof-state.tsx';
import type { Told } from './telling.ts';

interface TimeLineProps {
	told: readonly Told[];
	/** What an event is of, where that is not the same for all. */
	subjectOf: (told: Told) => string | undefined;
	onShow: (told: Told) => void;
}

/** Events one below the other, oldest first. */
export function TimeLine(props: TimeLineProps) {
	const { t } = useTranslation('custody');
	return (
		<div className={classes.line}>
			<LongList label={t('form.line')} items={props.told} keyOf={(one) => one.index} height={150}>
				{(one) => <OneEvent told={one} subject={props.subjectOf(one)} onShow={() => props.onShow(one)} />}
			</LongList>
		</div>
	);
}

function OneEvent({ told, subject, onShow }: { told: Told; subject: string | undefined; onShow: () => void }) {
	const { t } = useTranslation('custody');
	const format = useFormats();
	const refused = told.refused !== undefined;
	return (
		<div className={refused ? `${classes.event} ${classes.refused}` : classes.event} data-event={told.index}>
			<Stack gap={4}>
				<Text size="sm" c="dimmed">
					{t('eventN', { n: format.count(told.n) })} · <time dateTime={told.noted}>{format.time(told.noted)}</time>
					{subject !== undefined && (
						<>
							{' · '}
							<ForeignText text={subject} />
						</>
					)}
				</Text>
				{told.refused !== undefined && (
					<Group gap={6}>
						<IconBan size={16} aria-hidden />
						<Refused code={told.refused} />
					</Group>
				)}
				<Text fw={600} className={classes.words}>
					{told.what}
					{told.about !== '' && (
						<>
							{' ('}
							<ForeignText text={told.about} />)
						</>
					)}
				</Text>
				<Text size="sm" className={classes.words}>
					{t('by')} <ForeignText text={told.who} />
				</Text>
				{told.why !== '' && (
					<Text size="sm" className={classes.said}>
						<ForeignLines text={told.why} />
					</Text>
				)}
				<Text size="sm" c="dimmed">
					{t('signedAt', { time: format.timeBeside(told.signed, told.noted) })}
				</Text>
				<Group gap="sm" justify="space-between">
					<ProofState told={told} />
					<Button
						size="xs"
						variant="subtle"
						className="custos-screen"
						leftSection={<IconFileCertificate size={16} aria-hidden />}
						onClick={onShow}
						aria-label={t('showEntryOf', { index: told.index })}
					>
						{t('showEntry')}
					</Button>
				</Group>
			</Stack>
		</div>
	);
}
