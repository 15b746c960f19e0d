import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { heldBack, type Loaded } from './load-catalogue.ts';

/** Whether these are all items of the case, by the notary's signed count. */
export function CountedNote(props: { loaded: Loaded; retry: () => unknown; busy: boolean }) {
	const { t } = useTranslation('cases');
	const format = useFormats();
	const { items, counted } = props.loaded;
	if (counted === undefined) return null;
	if (counted !== null && heldBack(props.loaded) === 0)
		// Of nothing there is nothing to say: that it is empty stands below.
		return items.length === 0 ? null : (
			<Text size="sm" c="dimmed">
				{t('counted', { time: format.time(counted.time) })}
			</Text>
		);
	const again = (
		<Button
			size="xs"
			variant="default"
			mt="sm"
			loading={props.busy}
			onClick={() => {
				props.retry();
			}}
		>
			{t('lookAgain')}
		</Button>
	);
	if (counted === null)
		return (
			<Alert color="yellow" icon={<IconClockExclamation aria-hidden />} title={t('notCounted')} role="alert">
				{t('notCountedText')}
				<div>{again}</div>
			</Alert>
		);
	return (
		<Alert
			color="red"
			icon={<IconAlertTriangle aria-hidden />}
			title={t('held', { count: heldBack(props.loaded) })}
			role="alert"
		>
			{t('heldText', { all: format.count(counted.items), shown: format.count(items.length) })}
			<div>{again}</div>
		</Alert>
	);
}
