import { Fieldset, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Certificate } from './certificate.tsx';
import type { Draft } from './choices.ts';

/** What report.pdf carries when it is separated from its bag: whose certificate it is signed with. */
export function PaperSignature({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
	const { t } = useTranslation('report');
	return (
		<Fieldset legend={t('paperTitle')}>
			<Stack gap="md">
				<Certificate signer={draft.signer} onChange={(signer) => onChange({ signer })} />
			</Stack>
		</Fieldset>
	);
}
