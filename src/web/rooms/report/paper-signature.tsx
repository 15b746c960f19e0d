import { Fieldset, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Certificate } from './certificate.tsx';
import type { Draft } from './choices.ts';
import { TimeAuthority } from './time-authority.tsx';

/** What report.pdf carries when it is separated from its bag: whose certificate, and whose time. */
export function PaperSignature({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
	const { t } = useTranslation('report');
	return (
		<Fieldset legend={t('paperTitle')}>
			<Stack gap="md">
				<Certificate signer={draft.signer} onChange={(signer) => onChange({ signer })} />
				<TimeAuthority authority={draft.timeAuthority} onChange={(timeAuthority) => onChange({ timeAuthority })} />
			</Stack>
		</Fieldset>
	);
}
