import { Button } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RecoveryCard } from '../../../domain/recovery/split-key.ts';
import type { RecoveryCardSaid } from '../../../report/recovery-card-text.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { saveFile } from '../../parts/save-file.ts';

/** Saves a recovery card as a PDF. What writes it is loaded only now: it is large, and most people never found an archive. */
export function SaveCardPaper(props: { card: RecoveryCard; said: RecoveryCardSaid; made: Date; onSaved: () => void }) {
	const { t, i18n } = useTranslation('enter');
	const { card, said, made, onSaved } = props;
	const saving = useMutation({
		mutationFn: async () => {
			const { cardPaper } = await import('./card-paper.ts');
			return cardPaper(card, said, { language: i18n.language === 'ru' ? 'ru' : 'en', made });
		},
		onSuccess: (paper) => {
			saveFile(`card-${card.number}-of-${card.count}.pdf`, paper, 'application/pdf');
			onSaved();
		},
	});
	return (
		<>
			<Button
				variant="default"
				leftSection={<IconFileTypePdf size={18} aria-hidden />}
				loading={saving.isPending}
				onClick={() => saving.mutate()}
			>
				{t('cards.paper')}
			</Button>
			{saving.isError && <ErrorNotice error={saving.error} />}
		</>
	);
}
