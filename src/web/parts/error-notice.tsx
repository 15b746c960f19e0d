import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { NumberedAlready } from '../../client/case/numbered-already.ts';
import { Doubted } from '../../client/doubt.ts';
import { PrefixTaken } from '../../client/prefix-taken.ts';
import { TooManyProposals } from '../../client/too-many-proposals.ts';
import { isCustosError } from '../../domain/errors.ts';
import { MOST_OPEN } from '../../domain/ledger/approvals.ts';
import { DownloadEnded } from './download-ended.ts';
import { PartMissing } from './fetch-part.ts';
import { visible } from './foreign-text.tsx';
import { NoRoomHere } from './no-room-here.ts';
import { NoTimeToken } from './no-time-token.ts';

/** A failure in plain words: what happened, what to do, and a way to try again where there is one. */
export function ErrorNotice(props: { error: unknown; retry?: () => unknown }) {
	const { t } = useTranslation();
	const { t: of } = useTranslation('errors');
	const code = isCustosError(props.error) ? props.error.code : 'internal';
	const exact = exactly(props.error, t);
	const doubted = props.error instanceof Doubted ? t('doubtedAdvice') : undefined;
	return (
		<Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={exact?.what ?? of(`${code}.what`)} role="alert">
			<Stack gap="sm" align="flex-start">
				<Text>{exact?.advice ?? doubted ?? of(`${code}.advice`)}</Text>
				<details>
					<summary>{t('details')}</summary>
					<Code block mt="xs">
						{code}: {props.error instanceof Error ? props.error.message : ''}
					</Code>
				</details>
				{props.retry !== undefined && (
					<Button
						variant="default"
						onClick={() => {
							props.retry?.();
						}}
					>
						{t('retry')}
					</Button>
				)}
			</Stack>
		</Alert>
	);
}

/** Where more can be said than by the code alone. */
function exactly(error: unknown, t: TFunction): { what: string; advice: string } | undefined {
	if (error instanceof NumberedAlready)
		return { what: t('numberedAlready', { label: visible(error.label) }), advice: t('numberedAlreadyAdvice') };
	if (error instanceof TooManyProposals)
		return { what: t('tooManyProposals', { most: MOST_OPEN }), advice: t('tooManyProposalsAdvice') };
	if (error instanceof NoRoomHere) return { what: t('noRoomHere'), advice: t('noRoomHereAdvice') };
	if (error instanceof NoTimeToken)
		return { what: t(`noTime.${error.why}`, { authority: visible(error.authority) }), advice: t('noTime.advice') };
	if (error instanceof DownloadEnded) return { what: t('downloadEnded'), advice: t('downloadEndedAdvice') };
	if (error instanceof PartMissing) return { what: t('partMissing'), advice: t('partMissingAdvice') };
	if (!(error instanceof PrefixTaken)) return undefined;
	const about = { prefix: visible(error.prefix), title: visible(error.title) };
	return { what: t('prefixTaken', about), advice: t('prefixTakenAdvice') };
}
