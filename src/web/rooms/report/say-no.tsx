import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExportRequest } from '../../../client/case/exports.ts';
import { AskText } from '../exhibits/ask-text.tsx';

/** Refuses a request, or takes one's own back; why may be said. */
export function SayNo(props: {
	request: ExportRequest;
	mine: boolean;
	work: Pick<UseMutationResult<unknown, Error, string>, 'mutateAsync' | 'isPending' | 'error' | 'reset'>;
}) {
	const { t } = useTranslation('report');
	const { request, mine, work } = props;
	const [opened, dialog] = useDisclosure(false);
	const what = mine ? 'takeBack' : 'refuse';
	return (
		<>
			<Button variant="default" onClick={dialog.open}>
				{t(what)}
			</Button>
			<AskText
				opened={opened}
				onClose={dialog.close}
				title={t('noTitle', { id: request.report.slice(0, 8) })}
				about={t(mine ? 'noOwnAbout' : 'noAbout')}
				label={t('noReason')}
				start=""
				yes={t(what)}
				work={work}
				onDone={() => undefined}
			/>
		</>
	);
}
