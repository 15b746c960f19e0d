import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { reportWatched } from '../../../client/case/watched.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { type Guard, guardVideo } from './guard.ts';
import type { AboutItem } from './item-data.ts';
import type { Playing } from './playing.ts';
import type { Screen } from './screen.ts';
import type { Span } from './spans.ts';
import { createTransport, STEP_UNKNOWN_MS, type Transport } from './transport.ts';
import { keepUntold } from './untold.ts';
import { createWatchLog } from './watch-log.ts';
import { createTeller, type Told, watchVideo } from './watching.ts';

export interface Player {
	/** How long one picture stands. */
	frameMs: number;
	/** Undefined until it is set up. */
	transport: Transport | undefined;
	covered: Span | undefined;
	allow: (span: Span) => void;
	/** How fast it goes back; 0 if it does not. */
	back: number;
	told: Told | undefined;
	/** Tells now what was not told yet. */
	tell: () => void;
}

/** Everything that goes with an open recording: moving, covering what is not to be shown, and telling what was watched. */
export function usePlayer(
	open: OpenCase,
	about: AboutItem,
	playing: Playing,
	screen: Screen,
	hidden: readonly Span[],
): Player {
	const session = useSession();
	const queries = useQueryClient();
	const fps = about.summary?.fps;
	const frameMs = fps === undefined || fps <= 0 ? STEP_UNKNOWN_MS : 1000 / fps;
	const log = useMemo(() => createWatchLog(frameMs), [frameMs]);
	const [transport, setTransport] = useState<Transport>();
	const [covered, setCovered] = useState<Span>();
	const [back, setBack] = useState(0);
	const [told, setTold] = useState<Told>();
	const guard = useRef<Guard>(undefined);
	const teller = useRef<ReturnType<typeof createTeller>>(undefined);
	const { video, class: cls } = playing;
	const item = about.entries.id;
	const caseId = open.id;
	const known = about.known;

	// A case is read anew now and then; what is covered, and where one is in the film, does not hang on that.
	const newest = useRef({ open, hidden });
	useEffect(() => {
		newest.current = { open, hidden };
		guard.current?.set(hidden);
	}, [open, hidden]);

	useEffect(() => {
		const guarding = guardVideo(video, setCovered);
		guarding.set(newest.current.hidden);
		guard.current = guarding;
		const moving = createTransport(
			video,
			{ fps, known },
			{ beforeSeek: guarding.check, onBack: setBack, onError: session.report },
		);
		setTransport(moving);
		const endWatch = watchVideo(video, screen, guarding, log);
		const keeper = keepUntold(session, { case: caseId, item, class: cls });
		const telling = createTeller(
			log,
			async (ranges) => {
				await reportWatched(session.connection, newest.current.open, item, cls, ranges);
				await queries.invalidateQueries({ queryKey: [...keys.case(caseId), 'watched'] });
			},
			keeper.keep,
			(next) => {
				setTold(next);
				if (next.error !== undefined) session.report(next.error);
			},
		);
		teller.current = telling;
		const onLook = (): void => {
			if (screen.look() === 'blank') moving.pause();
			if (screen.look() !== 'clear' && video.paused) telling.soon();
		};
		const onHidden = (): void => {
			if (!document.hidden) return;
			moving.pause();
			telling.keep();
			telling.soon();
		};
		const unasked = session.last(telling.now);
		addEventListener('pagehide', telling.keep);
		const ended = screen.subscribe(onLook);
		video.addEventListener('pause', telling.soon);
		document.addEventListener('visibilitychange', onHidden);
		return () => {
			ended();
			moving.end();
			guarding.end();
			endWatch();
			telling.end().finally(keeper.end).catch(session.report);
			unasked();
			removeEventListener('pagehide', telling.keep);
			video.removeEventListener('pause', telling.soon);
			document.removeEventListener('visibilitychange', onHidden);
		};
	}, [video, cls, item, fps, known, log, screen, session, queries, caseId]);

	return {
		frameMs,
		transport,
		covered,
		allow: (span) => guard.current?.allow(span),
		back,
		told,
		tell: () => teller.current?.soon(),
	};
}
