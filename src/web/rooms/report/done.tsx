import { Alert, Anchor, Button, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconFileCheck, IconShieldCheck } from '@tabler/icons-react';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { platform } from '#platform';
import { knownKeys } from '../../../client/log-key.ts';
import { newestText } from '../../../domain/ledger/log-keys.ts';
import { fingerprint } from '../../../report/verify/report-note.ts';
import { links } from '../../links.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useCase } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { NOTHING } from '../verify/brought.ts';
import { checkBag, useBench } from '../verify/checking.ts';
import classes from './done.module.css';
import { HandOver } from './hand-over.tsx';
import type { Work } from './work.ts';

/** The report is there: what was written holds, and how the other side finds out. */
export function Done({ work, again }: { work: Work; again: ReactNode }) {
	const { t } = useTranslation('report');
	const format = useFormats();
	const { connection } = useSession();
	const log = newestText(connection.archive.key);
	const open = useCase(work.case).data;
	const print = fingerprint(log, (data) => platform.sha256(data));
	const address = `${location.origin}${links.verify()}`;
	return (
		<Stack gap="lg" maw="46rem">
			<Alert color="teal" icon={<IconFileCheck aria-hidden />} title={t('doneTitle')} role="status">
				{t('doneText', { name: work.name, size: format.bytes(work.zipped), index: work.made?.index ?? 0 })}
				{work.stampedBy !== undefined && (
					<>
						{' '}
						{t('stampedBy')} <ForeignText text={work.stampedBy} />
					</>
				)}
			</Alert>
			<ReadBack work={work} known={knownKeys(connection)} />
			<section aria-labelledby="report-hand-over">
				<Title order={2} size="h4" mb="xs" id="report-hand-over">
					{t('handTitle')}
				</Title>
				<Text>{t('handText')}</Text>
				<Code block fz="lg" my="sm" aria-label={t('print')}>
					{print}
				</Code>
				<Text size="sm">{t('handCode')}</Text>
				<Code block my="xs">
					{log}
				</Code>
				<div className={classes.code}>
					<QRCodeSVG value={log} size={180} marginSize={2} title={t('qr')} />
				</div>
			</section>
			{open !== undefined && <HandOver open={open} made={work.file} />}
			<section aria-labelledby="report-other-side">
				<Title order={2} size="h4" mb="xs" id="report-other-side">
					{t('otherTitle')}
				</Title>
				<List type="ordered" spacing="xs">
					<List.Item>{t('other1')}</List.Item>
					<List.Item>{t('other2', { address })}</List.Item>
					<List.Item>{t('other3')}</List.Item>
					<List.Item>{t('other4')}</List.Item>
				</List>
			</section>
			<Group>
				<CopyButton
					value={[t('letter', { name: work.name, address }), '', print, log, ''].join('\n')}
					label={t('copyLetter')}
				/>
				{again}
			</Group>
		</Stack>
	);
}

/** Reads the written file back and checks it as its receiver will. */
function ReadBack({ work, known }: { work: Work; known: ReturnType<typeof knownKeys> }) {
	const { t } = useTranslation('report');
	const { identity } = useSession();
	const { checking } = useBench();
	const { file, name } = work;
	const by = identity.keys.sign;
	const mine = checking !== undefined && 'zip' in checking.picked.source && checking.picked.source.zip === file;
	const busy = checking?.at === 'running';
	const check = (): void => {
		if (file !== undefined)
			checkBag({ picked: { name, source: { zip: file } }, ...known, keySource: 'pinned', brought: NOTHING, by });
	};
	useEffect(() => {
		if (!mine && !busy) check();
	}, [file]);
	if (file === undefined)
		return (
			<Text>
				{t('checkYourself')}{' '}
				<Anchor component={Link} underline="always" c="inherit" href={`~${links.verify()}`}>
					{t('toVerify')}
				</Anchor>
			</Text>
		);
	if (!mine) return <Button onClick={check}>{t('checkNow')}</Button>;
	const result = checking.verdict?.result;
	const look = (
		<Anchor component={Link} underline="always" c="inherit" href={`~${links.verify()}`}>
			{t('seeChecks')}
		</Anchor>
	);
	if (result === 'confirmed')
		return (
			<Alert color="teal" icon={<IconShieldCheck aria-hidden />} title={t('readBack')}>
				{look}
			</Alert>
		);
	if (checking.at === 'running') return <Text role="status">{t('readingBack')}</Text>;
	return (
		<Alert color="red" role="alert" title={t('notReadBack')}>
			{t('notReadBackText')} {look}
		</Alert>
	);
}
