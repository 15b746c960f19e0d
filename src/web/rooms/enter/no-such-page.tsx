import { Anchor, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { DoorFrame } from './door-frame.tsx';
import { Heading } from './heading.tsx';

/** An address without a page, to somebody who is not in. */
export function NoSuchPage() {
	const { t } = useTranslation('enter');
	return (
		<DoorFrame>
			<Stack gap="lg">
				<Heading title={t('notFoundTitle', { ns: 'common' })}>{t('notFoundText', { ns: 'common' })}</Heading>
				<Anchor component={Link} href="/">
					{t('toDoor')}
				</Anchor>
			</Stack>
		</DoorFrame>
	);
}
