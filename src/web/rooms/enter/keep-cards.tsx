import { Alert, Button, Checkbox, Group, NumberInput, Stack, Text } from '@mantine/core';
import { IconCards, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fromHex } from '../../../domain/bytes.ts';
import { MOST_CARDS } from '../../../domain/recovery/split-key.ts';
import { recoveryCardSaid, recoveryCardText } from '../../../report/recovery-card-text.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { saveFile } from '../../parts/save-file.ts';
import type { Founder } from '../../session/session.ts';
import { RecoveryCardSheet } from './recovery-card.tsx';
import { archiveNamed, cardsOf, makeCards } from './recovery-cards.ts';
import { SaveCardPaper } from './save-card-paper.tsx';
import { SaveKit } from './save-kit.tsx';

/**
 * The recovery key as cards for several people: how many, then one after the other, each printed or saved and confirmed.
 * They are kept with the unfinished founding, so that those handed out stay good when the page is reloaded.
 */
export function KeepCards(props: { founder: Founder; onKept: (kept: boolean) => void }) {
	const { founder, onKept } = props;
	const { t } = useTranslation('enter');
	const [texts, setTexts] = useState(founder.unfinished.cards);
	if (texts === undefined) return <HowMany founder={founder} onMade={setTexts} />;
	const anew = async (): Promise<void> => {
		await keep(founder, undefined);
		onKept(false);
		setTexts(undefined);
	};
	return (
		<>
			<Cards founder={founder} texts={texts} onKept={onKept} />
			<SaveKit />
			<Group className="custos-screen-only">
				<AnewButton label={t('cards.anew')} onClick={anew} />
			</Group>
		</>
	);
}

function AnewButton(props: { label: string; onClick: () => Promise<void> }) {
	const [error, setError] = useState<unknown>();
	return (
		<>
			{error !== undefined && <ErrorNotice error={error} />}
			<Button
				variant="subtle"
				onClick={() => {
					props.onClick().catch(setError);
				}}
			>
				{props.label}
			</Button>
		</>
	);
}

/** Replaces the cards that are kept with the unfinished founding. */
async function keep({ profile, identity }: Founder, cards: string[] | undefined): Promise<void> {
	await profile.unfinished.change(identity, (now) => {
		if (now === null) return null;
		const { cards: _, ...rest } = now;
		return cards === undefined ? rest : { ...rest, cards };
	});
}

function HowMany(props: { founder: Founder; onMade: (texts: string[]) => void }) {
	const { t } = useTranslation('enter');
	const [count, setCount] = useState(3);
	const [needs, setNeeds] = useState(2);
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const make = async (): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			const texts = await makeCards(fromHex(props.founder.unfinished.recovery), needs, count);
			await keep(props.founder, texts);
			props.onMade(texts);
		} catch (problem) {
			setError(problem);
			setBusy(false);
		}
	};
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				make().catch(setError);
			}}
		>
			<Stack gap="md">
				<Group align="flex-end" grow>
					<NumberInput
						label={t('cards.count')}
						value={count}
						min={2}
						max={MOST_CARDS}
						clampBehavior="strict"
						allowDecimal={false}
						onChange={(value) => {
							const next = Number(value) || 2;
							setCount(next);
							setNeeds(Math.min(needs, next));
						}}
					/>
					<NumberInput
						label={t('cards.needs')}
						value={needs}
						min={2}
						max={count}
						clampBehavior="strict"
						allowDecimal={false}
						onChange={(value) => setNeeds(Number(value) || 2)}
					/>
				</Group>
				<Text size="sm">{t('cards.choose', { needs, may: count - needs })}</Text>
				{error !== undefined && <ErrorNotice error={error} />}
				<Button type="submit" loading={busy} leftSection={<IconCards size={18} aria-hidden />}>
					{t('cards.make')}
				</Button>
			</Stack>
		</form>
	);
}

function Cards(props: { founder: Founder; texts: readonly string[]; onKept: (kept: boolean) => void }) {
	const { founder, texts, onKept } = props;
	const { t, i18n } = useTranslation('enter');
	const cards = useMemo(() => cardsOf(texts), [texts]);
	const [at, setAt] = useState(0);
	/** Numbers of those that were printed or saved, and of those that are said to be in their holder's hand. */
	const [out, setOut] = useState<ReadonlySet<number>>(new Set());
	const [kept, setKept] = useState<ReadonlySet<number>>(new Set());
	const { code } = founder.unfinished;
	const archive = useQuery({ queryKey: ['founding', 'name', code], queryFn: () => archiveNamed(code) });
	const made = useMemo(() => new Date(founder.unfinished.begun), [founder]);
	const card = cards[at];
	if (archive.isError) return <ErrorNotice error={archive.error} retry={() => archive.refetch()} />;
	if (archive.data === undefined || card === undefined) return <Busy />;
	const { number, count } = card;
	const said = recoveryCardSaid(card, {
		archive: archive.data,
		server: location.origin,
		made,
		language: i18n.language === 'ru' ? 'ru' : 'en',
	});
	const handedOut = (): void => setOut(new Set([...out, number]));
	const confirm = (yes: boolean): void => {
		const next = new Set(kept);
		if (yes) next.add(number);
		else next.delete(number);
		setKept(next);
		onKept(next.size === count);
	};
	return (
		<Stack gap="md">
			<Text className="custos-screen-only" role="status">
				{t('cards.far', { number, count, kept: kept.size })}
			</Text>
			<RecoveryCardSheet card={card} said={said} />
			<Alert color="yellow" className="custos-screen-only">
				{t('cards.once')}
			</Alert>
			<Group className="custos-screen-only">
				<Button
					variant={out.has(number) ? 'default' : 'filled'}
					leftSection={<IconPrinter size={18} aria-hidden />}
					onClick={() => {
						print();
						handedOut();
					}}
				>
					{t('cards.print')}
				</Button>
				<Button
					variant="default"
					leftSection={<IconDownload size={18} aria-hidden />}
					onClick={() => {
						saveFile(`card-${number}-of-${count}.txt`, recoveryCardText(said), 'text/plain');
						handedOut();
					}}
				>
					{t('cards.save')}
				</Button>
				<SaveCardPaper key={number} card={card} said={said} made={made} onSaved={handedOut} />
			</Group>
			<Checkbox
				className="custos-screen-only"
				label={t('cards.kept', { number })}
				disabled={!out.has(number)}
				checked={kept.has(number)}
				onChange={(event) => confirm(event.currentTarget.checked)}
			/>
			<Group className="custos-screen-only">
				<Button variant="default" disabled={at === 0} onClick={() => setAt(at - 1)}>
					{t('cards.before')}
				</Button>
				<Button variant="default" disabled={at === cards.length - 1 || !kept.has(number)} onClick={() => setAt(at + 1)}>
					{t('cards.next')}
				</Button>
			</Group>
		</Stack>
	);
}
