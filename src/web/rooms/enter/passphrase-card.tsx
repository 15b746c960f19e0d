import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fingerprint, type Identity, pseudonym } from '../../../client/identity.ts';
import { newPassphrase, WORDS } from '../../../client/word-passphrase.ts';
import { Heading } from './heading.tsx';
import { useHeldDoor } from './hold-door.ts';
import classes from './passphrase-card.module.css';

/** Shows the new passphrase once, as a card to print or copy down, and goes on when one of its words was typed. */
export function PassphraseCard(props: { identity: Identity; busy: boolean; onDone: (passphrase: string) => void }) {
	const { t } = useTranslation('enter');
	const [passphrase, asked] = useMemo(() => [newPassphrase(), Math.floor(Math.random() * WORDS)] as const, []);
	const [typed, setTyped] = useState('');
	const [wrong, setWrong] = useState(false);
	// The keys are nowhere yet but here: without them the card on the paper opens nothing.
	useHeldDoor();
	const words = passphrase.split(' ');
	const { sign } = props.identity.keys;
	return (
		<Stack gap="lg">
			<Heading title={t('cardTitle')}>{t('cardText')}</Heading>
			<section className={classes.card} aria-label={t('cardTitle')}>
				<Text fw={650}>{t('cardHead')}</Text>
				<ol className={classes.words} lang="en">
					{words.map((word, i) => (
						<li key={`${i}-${word}`}>{word}</li>
					))}
				</ol>
				<dl className={classes.facts}>
					<dt>{t('cardArchive')}</dt>
					<dd>{location.host}</dd>
					<dt>{t('cardPerson')}</dt>
					<dd>{pseudonym(sign)}</dd>
					<dt>{t('fingerprint')}</dt>
					<dd>{fingerprint(sign)}</dd>
				</dl>
				<Text size="sm">{t('cardKeep')}</Text>
			</section>
			<Alert color="yellow" className="custos-screen-only">
				{t('cardOnce')}
			</Alert>
			<Group className="custos-screen-only">
				<Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => print()}>
					{t('print')}
				</Button>
			</Group>
			<form
				className="custos-screen-only"
				onSubmit={(event) => {
					event.preventDefault();
					const right = typed.trim().toLowerCase() === words[asked];
					setWrong(!right);
					if (right) props.onDone(passphrase);
				}}
			>
				<Stack gap="md">
					<TextInput
						label={t('typeWord', { number: asked + 1 })}
						description={t('typeWordHint')}
						value={typed}
						onChange={(event) => setTyped(event.currentTarget.value)}
						error={wrong ? t('wrongWord', { number: asked + 1 }) : undefined}
						autoComplete="off"
						autoCapitalize="off"
						spellCheck={false}
					/>
					<Button type="submit" loading={props.busy} disabled={typed.trim() === ''}>
						{t('continue')}
					</Button>
				</Stack>
			</form>
		</Stack>
	);
}
