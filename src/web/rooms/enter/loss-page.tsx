import { Alert, Button, Checkbox, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Identity, pseudonym } from '../../../client/identity.ts';
import type { SeenLoss } from '../../../client/loss.ts';
import type { Profile } from '../../../client/profile.ts';
import { toHex } from '../../../domain/bytes.ts';
import { eventWords } from '../../../report/verify/event-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { saveReceipts } from '../../session/profile-file.ts';
import { useHouse } from '../../session/use-session.ts';
import { forgetCatalogues } from '../cases/kept-catalogue.ts';
import { DoorFrame } from './door-frame.tsx';
import { Heading } from './heading.tsx';
import { myActsBetween } from './my-receipts.ts';

/** Part of the log that this person saw is lost, by a steward's signed word: what, and whether they go on without it. */
export function LossPage(props: { identity: Identity; profile: Profile; lost: SeenLoss }) {
	const { identity, profile } = props;
	const { seen, loss } = props.lost;
	const { t, i18n } = useTranslation('enter');
	const house = useHouse();
	const format = useFormats();
	const [known, setKnown] = useState(false);
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const last = loss.checkpoint.size - 1;
	const { actor } = loss.entry.statement;
	const contacts = useQuery({ queryKey: ['lost', 'names'], queryFn: () => profile.contacts.read(identity) }).data;
	const mine = useQuery({
		queryKey: ['lost', 'mine', loss.from],
		queryFn: () => myActsBetween(profile, loss.from, last),
	}).data;
	const who = contacts?.[actor] ? `${contacts[actor]} (${pseudonym(actor)})` : pseudonym(actor);
	const words = eventWords[i18n.language === 'ru' ? 'ru' : 'en'];
	const goOn = async (): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			await forgetCatalogues(identity.keys.sign);
			await house.consent();
		} catch (problem) {
			setError(problem);
			setBusy(false);
		}
	};
	return (
		<DoorFrame>
			<Stack gap="lg">
				<Heading title={t('lost.title')}>{t('lost.text')}</Heading>
				<Alert
					color="yellow"
					icon={<IconHistoryOff aria-hidden />}
					title={t('lost.what', { count: last - loss.from + 1, first: loss.from, last })}
				>
					<Text size="sm">
						{t('lost.by')} <ForeignText text={who} />,{' '}
						{t('lost.at', { time: format.time(loss.entry.skeleton.time), entry: loss.entry.index })}
					</Text>
					<Text size="sm">{t('lost.seen', { last: seen.size - 1 })}</Text>
				</Alert>
				{mine !== undefined && (
					<div>
						<Text>{mine.size === 0 ? t('lost.mineNone') : t('lost.mine')}</Text>
						<List size="sm" mt={4}>
							{[...mine].map(([type, count]) => (
								<List.Item key={type}>
									{words[type]}: {format.count(count)}
								</List.Item>
							))}
						</List>
					</div>
				)}
				<div>
					<Title order={2} size="h4" mb="xs">
						{t('lost.before')}
					</Title>
					<List type="ordered" spacing="xs">
						<List.Item>
							{t('lost.before1')} <ForeignText text={who} />
						</List.Item>
						<List.Item>{t('lost.before2')}</List.Item>
						<List.Item>{t('lost.before3')}</List.Item>
					</List>
				</div>
				<Group>
					<Button
						variant="default"
						onClick={() => {
							saveReceipts(house).catch(house.report);
						}}
					>
						{t('saveReceipts', { ns: 'common' })}
					</Button>
				</Group>
				<Checkbox label={t('lost.known')} checked={known} onChange={(event) => setKnown(event.currentTarget.checked)} />
				{error !== undefined && <ErrorNotice error={error} />}
				<Group>
					<Button
						disabled={!known}
						loading={busy}
						onClick={() => {
							goOn().catch(house.report);
						}}
					>
						{t('lost.goOn')}
					</Button>
					<Button variant="default" disabled={busy} onClick={() => house.lock('asked')}>
						{t('lost.notNow')}
					</Button>
				</Group>
				<details>
					<summary>{t('details', { ns: 'common' })}</summary>
					<Code block mt="xs">
						{`${seen.size} ${toHex(seen.root)}\n\n${loss.note}`}
					</Code>
				</details>
			</Stack>
		</DoorFrame>
	);
}
