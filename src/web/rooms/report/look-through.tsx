import { Alert, Button, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { MEMORY_LIMIT } from '../../parts/save-place.ts';
import { Preview } from './preview.tsx';
import type { Look } from './use-look.ts';

/** All that will leave, once it is asked for, and the word of having looked through it. */
export function LookThrough(props: {
	look: Look;
	/** What the list is called. */
	label: string;
	names: ReadonlyMap<string, string>;
	disabled?: boolean;
	/** Keeps the detail of this entry sealed; where that is still to be chosen. */
	onHide?: (entry: number) => void;
}) {
	const { t } = useTranslation('report');
	const { look } = props;
	return (
		<>
			{look.shown === undefined ? (
				<div>
					<Button
						leftSection={<IconEye size={18} aria-hidden />}
						loading={look.pending}
						disabled={props.disabled === true}
						onClick={look.show}
					>
						{look.old ? t('showAgain') : t('show')}
					</Button>
				</div>
			) : (
				<Preview
					outgoing={look.shown}
					label={props.label}
					names={props.names}
					looked={look.looked}
					onLooked={look.setLooked}
					onHide={props.onHide}
				/>
			)}
			{look.error !== null && <ErrorNotice error={look.error} />}
		</>
	);
}

/** Said where this browser could not hold the report. */
export function TooLarge({ look }: { look: Look }) {
	const { t } = useTranslation('report');
	const format = useFormats();
	if (!look.tooLarge) return null;
	return (
		<Alert color="red" maw="46rem">
			{t('tooLarge', { limit: format.bytes(MEMORY_LIMIT) })}
		</Alert>
	);
}

/** Said where one has to look first. */
export function LookFirst({ look }: { look: Look }) {
	const { t } = useTranslation('report');
	if (look.looked) return null;
	return (
		<Text size="sm" c="dimmed">
			{t('lookFirst')}
		</Text>
	);
}
