import { Anchor, Button, Stack, Textarea } from '@mantine/core';
import { IconFile, IconHelp, IconLogin2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createHttp } from '../../../client/http.ts';
import { parseInvite } from '../../../client/invite.ts';
import { answers } from '../../../domain/wire.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { setArrival } from './arrival.ts';
import { Heading } from './heading.tsx';

/** Other ways in than the passphrase. */
export type Way = 'file' | 'new-device' | 'other';

/** For a browser without keys: what one can do to get in. */
export function Welcome(props: { onWay: (way: Way | undefined) => void; onBack?: () => void }) {
	const { t } = useTranslation('enter');
	const [line, setLine] = useState('');
	const [error, setError] = useState<unknown>();
	const archive = useQuery({
		queryKey: ['archive'],
		queryFn: () => createHttp(location.origin).json(answers.archive, '/v1/archive'),
	});
	const empty = archive.data?.founding === null;
	const take = (): void => {
		try {
			const found = line.trim().replace(/^.*#(?=custos-invite:|found:)/, '');
			if (/^(found:)?[0-9a-f]{64}-[0-9a-f]{32}$/.test(found))
				return setArrival({ kind: 'code', code: found.replace('found:', '') });
			parseInvite(found);
			setArrival({ kind: 'invite', line: found });
		} catch (problem) {
			setError(problem);
		}
	};
	return (
		<Stack gap="lg">
			<Heading title={empty ? t('emptyTitle') : t('welcomeTitle')}>{empty ? t('emptyText') : t('welcomeText')}</Heading>
			{archive.isError && <ErrorNotice error={archive.error} retry={() => archive.refetch()} />}
			<form
				onSubmit={(event) => {
					event.preventDefault();
					take();
				}}
			>
				<Stack gap="sm">
					<Textarea
						label={empty ? t('codeLabel') : t('inviteLabel')}
						description={empty ? t('codeHint') : t('inviteHint')}
						value={line}
						onChange={(event) => setLine(event.currentTarget.value)}
						autosize
						minRows={2}
						maxRows={5}
						spellCheck={false}
						autoComplete="off"
					/>
					{error !== undefined && <ErrorNotice error={error} />}
					<Button type="submit" leftSection={<IconLogin2 size={18} aria-hidden />} disabled={line.trim() === ''}>
						{t('continue')}
					</Button>
				</Stack>
			</form>
			<Stack gap="xs">
				<Button variant="default" leftSection={<IconFile size={18} aria-hidden />} onClick={() => props.onWay('file')}>
					{t('haveFile')}
				</Button>
				<Button
					variant="subtle"
					leftSection={<IconHelp size={18} aria-hidden />}
					onClick={() => props.onWay('new-device')}
				>
					{t('newDevice')}
				</Button>
			</Stack>
			{props.onBack !== undefined && (
				<Anchor component="button" type="button" onClick={props.onBack}>
					{t('back')}
				</Anchor>
			)}
		</Stack>
	);
}
