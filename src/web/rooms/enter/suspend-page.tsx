import { Alert, Anchor, Button, Stack, Text, Textarea } from '@mantine/core';
import { IconBan, IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { pseudonym } from '../../../client/identity.ts';
import { CARD_LINK, holdCard } from '../../../client/suspension-card.ts';
import { isCustosError } from '../../../domain/errors.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { DoorFrame } from './door-frame.tsx';
import { Heading } from './heading.tsx';

/** For whoever holds somebody's suspension card: no account, no keys, two presses. */
export function SuspendPage() {
	const { t } = useTranslation('enter');
	const format = useFormats();
	const [code, setCode] = useState(carried);
	// The code leaves the address at once, so that it stays in no history and on no screen but this.
	useEffect(() => history.replaceState(history.state, '', location.pathname), []);
	const looking = useMutation({ mutationFn: (typed: string) => holdCard(location.origin, typed) });
	const held = looking.data;
	const using = useMutation({ mutationFn: (card: NonNullable<typeof held>) => card.use(new Date()) });
	const name = held === undefined ? '' : pseudonym(held.person);
	const dead = held !== undefined && !held.inForce;
	return (
		<DoorFrame>
			<Stack gap="lg">
				<Heading title={t('suspend.title')}>{t('suspend.text')}</Heading>
				{using.data !== undefined ? (
					<Alert color="green" icon={<IconCheck aria-hidden />} title={t('suspend.done', { name })} role="status">
						<Text size="sm">
							{t('suspend.doneText', { entry: using.data.index, time: format.time(using.data.time) })}
						</Text>
					</Alert>
				) : held !== undefined && !dead ? (
					<Stack gap="md">
						<Text>{t('suspend.sure', { name })}</Text>
						<Button
							color="red"
							size="lg"
							leftSection={<IconBan size={20} aria-hidden />}
							loading={using.isPending}
							onClick={() => using.mutate(held)}
							data-autofocus
							autoFocus
						>
							{t('suspend.now', { name })}
						</Button>
						{using.isError && <ErrorNotice error={using.error} retry={() => using.mutate(held)} />}
					</Stack>
				) : (
					<form
						onSubmit={(event) => {
							event.preventDefault();
							looking.mutate(code);
						}}
					>
						<Stack gap="sm">
							<Textarea
								label={t('suspend.code')}
								description={t('suspend.codeHint')}
								value={code}
								onChange={(event) => {
									setCode(event.currentTarget.value);
									looking.reset();
								}}
								onKeyDown={(event) => {
									if (event.code !== 'Enter') return;
									event.preventDefault();
									event.currentTarget.form?.requestSubmit();
								}}
								autosize
								autoComplete="off"
								autoCapitalize="characters"
								spellCheck={false}
								error={isCustosError(looking.error, 'bad-request') ? t('suspend.notWhole') : undefined}
							/>
							{dead && <Alert color="yellow">{t(held.suspended ? 'suspend.already' : 'suspend.dead', { name })}</Alert>}
							{isCustosError(looking.error, 'not-found') && <Alert color="yellow">{t('suspend.unknown')}</Alert>}
							{looking.isError &&
								!isCustosError(looking.error, 'bad-request') &&
								!isCustosError(looking.error, 'not-found') && <ErrorNotice error={looking.error} />}
							<Button type="submit" loading={looking.isPending} disabled={code.trim() === ''}>
								{t('suspend.look')}
							</Button>
						</Stack>
					</form>
				)}
				<Anchor component={Link} href="/">
					{t('back')}
				</Anchor>
			</Stack>
		</DoorFrame>
	);
}

/** What a scanned card brought in the address, after its `#`. */
function carried(): string {
	const fragment = decodeURIComponent(location.hash.replace(/^#/, ''));
	return fragment.startsWith(CARD_LINK) ? fragment.slice(CARD_LINK.length) : '';
}
