import { Text } from '@mantine/core';
import { useModals } from '@mantine/modals';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** What is asked before something that cannot be taken back. */
export interface Question {
	title: string;
	/** What will happen, and what it means. */
	text: ReactNode;
	/** The verb, as "Suspend". */
	yes: string;
	danger?: boolean;
}

/** Asks in a dialog; resolves with the answer. Closing it is a no. */
export function useConfirm(): (question: Question) => Promise<boolean> {
	const { t } = useTranslation();
	const { openConfirmModal } = useModals();
	return useCallback(
		(question) =>
			new Promise((resolve) => {
				openConfirmModal({
					title: question.title,
					children: typeof question.text === 'string' ? <Text>{question.text}</Text> : question.text,
					labels: { confirm: question.yes, cancel: t('cancel') },
					confirmProps: question.danger === true ? { color: 'red.9' } : {},
					onConfirm: () => resolve(true),
					onClose: () => resolve(false),
				});
			}),
		[openConfirmModal, t],
	);
}
