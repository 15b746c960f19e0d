import { Center, Loader, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnline } from './online.ts';

/** Who waits so long wants to know for what. */
const LONG_MS = 4000;

/**
 * Something is on its way and there is nothing to show yet; after some seconds it says what it waits for. `here`: it is
 * made on this device, and no archive is asked.
 */
export function Busy(props: { here?: boolean }) {
	const { t } = useTranslation();
	const online = useOnline();
	const [long, setLong] = useState(false);
	useEffect(() => {
		const timer = setTimeout(() => setLong(true), LONG_MS);
		return () => clearTimeout(timer);
	}, []);
	return (
		<Center mih="12rem" role="status" aria-label={t('loading')}>
			<Stack align="center" gap="sm">
				<Loader type="dots" />
				{props.here !== true && long && (
					<Text size="sm" c="dimmed" ta="center">
						{t(online ? 'waitsForArchive' : 'waitsForNetwork')}
					</Text>
				)}
			</Stack>
		</Center>
	);
}
