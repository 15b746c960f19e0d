import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { QRCodeSVG } from 'qrcode.react';
import { useTranslation } from 'react-i18next';
import { pseudonym } from '../../../client/identity.ts';
import type { MadeCard } from '../../../client/suspension-card.ts';
import type { Hex32 } from '../../../domain/ids.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import classes from './invite-card.module.css';

/** The card, shown once: to print, to scan, or to read over the telephone. */
export function SuspensionCard({ card, person }: { card: MadeCard; person: Hex32 }) {
	const { t } = useTranslation('people');
	return (
		<Stack gap="md">
			<Alert color="yellow" className="custos-screen-only" title={t('myCard.once')}>
				{t('myCard.onceText')}
			</Alert>
			<section className={classes.card} aria-label={t('myCard.card')}>
				<Text fw={650}>{t('myCard.head')}</Text>
				<div className={classes.sides}>
					<QRCodeSVG value={card.link} size={180} marginSize={3} title={t('myCard.qr')} className={classes.code} />
					<div>
						<dl className={classes.facts}>
							<dt>{t('cardArchive')}</dt>
							<dd>{location.host}/suspend</dd>
							<dt>{t('myCard.code')}</dt>
							<dd data-testid="card-code">{card.code}</dd>
							<dt>{t('myCard.whom')}</dt>
							<dd>{pseudonym(person)}</dd>
						</dl>
						<List type="ordered" size="sm" spacing={4}>
							<List.Item>{t('myCard.step1')}</List.Item>
							<List.Item>{t('myCard.step2')}</List.Item>
							<List.Item>{t('myCard.step3')}</List.Item>
						</List>
					</div>
				</div>
				<Text size="sm" mt="sm">
					{t('myCard.secret')}
				</Text>
			</section>
			<Group className="custos-screen-only">
				<Button leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => print()}>
					{t('printCard')}
				</Button>
				<CopyButton value={card.link} label={t('copyLink')} />
			</Group>
		</Stack>
	);
}
