import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconEyeOff, IconStar, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { NoteDetail } from '../../../client/case/notes.ts';

export type Flag = NonNullable<NoteDetail['flag']>;

const SIGN = { size: 14, 'aria-hidden': true } as const;
const signs = {
	relevant: <IconStar {...SIGN} />,
	'not-relevant': <IconX {...SIGN} />,
	'do-not-show': <IconEyeOff {...SIGN} />,
	warning: <IconAlertTriangle {...SIGN} />,
};

/** A flag by sign and word. */
export function FlagBadge(props: { flag: Flag }) {
	const { t } = useTranslation('review');
	return (
		<Badge variant="default" size="lg" radius="sm" tt="none" leftSection={signs[props.flag]}>
			{t(`flag.${props.flag}`)}
		</Badge>
	);
}
