import type { Bytes } from '../../../domain/bytes.ts';
import { codeForQr, formatCode } from '../../../domain/recovery/card-code.ts';
import type { RecoveryCard } from '../../../domain/recovery/split-key.ts';
import { recoveryCardPaper } from '../../../report/pdf/recovery-card.ts';
import type { RecoveryCardSaid } from '../../../report/recovery-card-text.ts';
import { paperFonts } from '../../parts/paper-fonts.ts';

/** A recovery card as a PDF of one page, the same that the command line makes. Rejects `unavailable` where its letters do not load. */
export async function cardPaper(
	card: RecoveryCard,
	said: RecoveryCardSaid,
	of: { language: 'en' | 'ru'; made: Date },
): Promise<Bytes> {
	const paper = await recoveryCardPaper({ ...said, ...of, qr: codeForQr(formatCode(card)), fonts: await paperFonts() });
	return new Uint8Array(paper);
}
