import { Alert, Button, Group, List, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { QRCodeSVG } from 'qrcode.react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { fingerprint } from '../../../client/identity.ts';
import { formatInvite, type Invite } from '../../../client/invite.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import classes from './invite-card.module.css';

/** An invite, shown once: the link, and the same as a card to print or to scan. */
export function InviteCard(props: { invite: Invite; name: string }) {
	const { t } = useTranslation('people');
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => heading.current?.focus(), []);
	const { invite, name } = props;
	// What stands after `#` is sent to no server.
	const link = `${location.origin}/#${formatInvite(invite)}`;
	const onlyHere = /^(localhost|127\.|\[::1\])/.test(location.hostname);
	return (
		<Stack gap="lg" maw="46rem">
			<Title order={2} size="h4" ref={heading} tabIndex={-1} className="custos-screen-only">
				{name === '' ? t('inviteMade') : t('inviteMadeFor', { name: visible(name) })}
			</Title>
			<Alert color="yellow" className="custos-screen-only" title={t('shownOnce')}>
				{t('shownOnceText')}
			</Alert>
			{onlyHere && (
				<Alert color="yellow" className="custos-screen-only">
					{t('onlyThisMachine', { host: location.host })}
				</Alert>
			)}
			<Stack gap="xs" className="custos-screen-only">
				<Textarea label={t('inviteLink')} value={link} readOnly autosize minRows={3} maxRows={8} spellCheck={false} />
				<Group>
					<CopyButton value={link} label={t('copyLink')} />
					<Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => print()}>
						{t('printCard')}
					</Button>
				</Group>
			</Stack>
			<section className={classes.card} aria-label={t('card')}>
				<Text fw={650}>{t('cardHead')}</Text>
				<div className={classes.sides}>
					<QRCodeSVG value={link} size={280} level="L" marginSize={3} title={t('qr')} className={classes.code} />
					<div>
						<dl className={classes.facts}>
							<dt>{t('cardArchive')}</dt>
							<dd>{location.host}</dd>
							<dt>{t('cardRole')}</dt>
							<dd>{t(`archiveRole.${invite.role}`)}</dd>
							<dt>{t('cardPrint')}</dt>
							<dd>{fingerprint(invite.pin.founding)}</dd>
						</dl>
						<List type="ordered" size="sm" spacing={4}>
							<List.Item>{t('card1')}</List.Item>
							<List.Item>{t('card2')}</List.Item>
							<List.Item>{t('card3')}</List.Item>
						</List>
					</div>
				</div>
				<Text size="sm" mt="sm">
					{t('cardSecret')}
				</Text>
			</section>
			<Text className="custos-screen-only">{t('afterInvite')}</Text>
		</Stack>
	);
}
