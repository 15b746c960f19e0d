import { Stack, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { useRoomKeys } from '../../frame/room-keys.ts';
import { StillWelcome } from '../../frame/still-welcome.tsx';
import { useSession } from '../../session/use-session.ts';
import { ClipNumber } from '../exhibits/clip-number.tsx';
import { BreakOffer } from './break-offer.tsx';
import { Delivery } from './delivery.tsx';
import { isDirect } from './direct.ts';
import { FactsTable } from './facts.tsx';
import { Gate } from './gate.tsx';
import { type AboutItem, useWatched } from './item-data.ts';
import { type Form, Marking } from './marking.tsx';
import { Opening } from './opening.tsx';
import { PassedOver } from './passed-over.tsx';
import { type InOut, Player } from './player.tsx';
import type { Playing } from './playing.ts';
import { keepPurpose, lastPurpose } from './purposes.ts';
import { Remarks } from './remarks.tsx';
import classes from './review.module.css';
import { reviewKeys } from './review-keys.ts';
import { Said } from './said.tsx';
import { SaveCopies } from './save-copies.tsx';
import { SaveOriginal } from './save-original.tsx';
import { type Screen, watchScreen } from './screen.ts';
import { cautionsOf, clipsOf, notesOn, placesOf } from './spans.ts';
import { Strip } from './strip.tsx';
import { frameStart } from './transport.ts';
import { useDerived } from './use-derived.ts';
import { merged } from './watch-log.ts';

/** Words on the one side; on the other, once asked for, pictures. */
export function ReviewDesk(props: { open: OpenCase; about: AboutItem; marks: Marks }) {
	const { t } = useTranslation('review');
	const session = useSession();
	const { open, about, marks } = props;
	const { id } = about.entries;
	const desk = useRef<HTMLDivElement>(null);
	const [screen, setScreen] = useState<Screen>();
	const [purpose, setPurpose] = useState<string>();
	const [playing, setPlaying] = useState<Playing>();
	const [copyOnly, setCopyOnly] = useState(false);
	const [range, setRange] = useState<InOut>({});
	const [form, setForm] = useState<Form>();
	const [goTo, setGoTo] = useState<{ ms: number }>();
	const [search] = useSearchParams();
	const asked = search.get('t');
	const watched = useWatched(open, id);
	const narrow = useMediaQuery('(max-width: 68em)', false, { getInitialValueInEffect: false });
	const derived = useDerived(open, about, purpose);

	useEffect(() => {
		if (desk.current === null) return;
		const { screen: made, end } = watchScreen(desk.current);
		setScreen(made);
		return end;
	}, []);
	useEffect(() => {
		const ms = Number(asked);
		if (asked !== null && Number.isFinite(ms) && ms >= 0) setGoTo({ ms });
	}, [asked]);
	// What was opened ends with the page, and with the session.
	const opened = useRef<Playing>(undefined);
	useEffect(() => () => opened.current?.close(), []);
	const use = (next: Playing | undefined): void => {
		opened.current?.close();
		opened.current = next;
		setPlaying(next);
	};
	useRoomKeys(useMemo(() => reviewKeys(t), [t]));

	const notes = useMemo(() => notesOn(id, marks.notes), [id, marks]);
	const clips = useMemo(() => clipsOf(id, marks.clips), [id, marks]);
	const exhibits = useMemo(() => marks.exhibits.filter((one) => one.item === id), [id, marks]);
	const cautions = useMemo(() => cautionsOf(notes), [notes]);
	const noted = useMemo(() => placesOf(notes), [notes]);
	const seen = useMemo(() => merged((watched.data ?? []).flatMap((one) => one.ranges)), [watched.data]);
	const mayMark = open.role !== 'reader';
	const marking = mayMark && (
		<Marking
			open={open}
			about={about}
			marks={marks}
			range={range}
			form={form}
			onForm={setForm}
			onMarked={() => setRange({})}
			playerMs={playing && (() => frameStart(playing.video.currentTime * 1000, about.summary?.fps, about.known))}
		/>
	);
	// Below the player of a narrow screen the form would scroll the picture away.
	const within = narrow && playing !== undefined;
	const onGo = playing && ((ms: number): void => setGoTo({ ms }));
	return (
		<div ref={desk} className={classes.columns} data-marking={form !== undefined}>
			{(playing !== undefined || derived.opened !== undefined) && <StillWelcome often />}
			<Stack gap="xl">
				<Remarks open={open} about={about} />
				<Stack gap="xs">
					<Title order={2} size="h4">
						{t('facts.title')}
					</Title>
					<FactsTable open={open} about={about} />
				</Stack>
				<Said
					notes={notes}
					clips={clips}
					exhibits={exhibits}
					onGo={onGo}
					onCorrect={mayMark ? setForm : undefined}
					clipActions={(clip) =>
						mayMark && !exhibits.some((one) => one.clip === clip.id && one.withdrawn === undefined) ? (
							<div data-number>
								<ClipNumber open={open} clip={clip} name={clip.name ?? t('said.clip')} />
							</div>
						) : null
					}
				/>
				<Delivery open={open} about={about} />
			</Stack>
			<Stack gap="xl">
				<PassedOver entries={playing?.passedOver ?? derived.opened?.passedOver ?? []} />
				{purpose === undefined || screen === undefined ? (
					<Gate
						cautions={cautions}
						start={lastPurpose(session, open.id)}
						onPurpose={(given) => {
							keepPurpose(session, open.id, given);
							setPurpose(given);
						}}
					/>
				) : (
					<>
						<Stack gap="xs">
							<BreakOffer screen={screen} />
						</Stack>
						<Strip
							about={about}
							derived={derived}
							screen={screen}
							hidden={cautions.hidden}
							warnings={cautions.warnings}
							onGo={onGo}
						/>
						{playing === undefined ? (
							<Opening open={open} about={about} purpose={purpose} copyOnly={copyOnly} onOpened={use} />
						) : (
							<Player
								key={playing.entry}
								open={open}
								about={about}
								derived={derived}
								playing={playing}
								screen={screen}
								cautions={cautions}
								noted={noted}
								clips={clips}
								watched={seen}
								range={range}
								onRange={setRange}
								goTo={goTo}
								onClip={() => setForm('clip')}
								onNote={() => setForm('note')}
								onUnplayable={() => {
									setCopyOnly(true);
									use(undefined);
								}}
							>
								{within && marking}
							</Player>
						)}
					</>
				)}
				{!within && marking}
				<SaveCopies
					open={open}
					about={about}
					purpose={purpose}
					askAbove={playing === undefined && !isDirect(open, about, copyOnly)}
				/>
				<SaveOriginal open={open} about={about} purpose={purpose} />
			</Stack>
		</div>
	);
}
