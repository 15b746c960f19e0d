import { Stack, Text } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { useTranslation } from 'react-i18next';
import { codeForQr, formatCode } from '../../../domain/recovery/card-code.ts';
import type { RecoveryCard } from '../../../domain/recovery/split-key.ts';
import type { RecoveryCardSaid } from '../../../report/recovery-card-text.ts';
import classes from './recovery-card.module.css';

/** One recovery card, as it is printed: the six lines for whoever types them, the same for a camera. */
export function RecoveryCardSheet(props: { card: RecoveryCard; said: RecoveryCardSaid }) {
	const { t } = useTranslation('enter');
	const { title, about, facts, lines, proofTitle, proof, todo } = props.said;
	return (
		<section className={classes.card} aria-label={title}>
			<Text component="h2" fw={650}>
				Custos · {title}
			</Text>
			<Stack gap={4} mt="xs">
				{about.map((line) => (
					<Text size="sm" key={line}>
						{line}
					</Text>
				))}
			</Stack>
			<dl className={classes.facts}>
				{facts.flatMap(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}-`}>{value}</dd>])}
			</dl>
			<div className={classes.sides}>
				<pre className={classes.lines} data-testid="card-lines">
					{lines.join('\n')}
				</pre>
				<QRCodeSVG
					value={codeForQr(formatCode(props.card))}
					size={160}
					marginSize={3}
					title={t('cards.qr')}
					className={classes.code}
				/>
			</div>
			<Stack gap={4} mt="sm">
				{todo.map((line) => (
					<Text size="sm" key={line}>
						{line}
					</Text>
				))}
			</Stack>
			<Text size="xs" mt="sm">
				{proofTitle}
			</Text>
			<pre className={classes.proof}>{proof.join('\n')}</pre>
		</section>
	);
}
