import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import type { SavePlace } from '../../parts/place.ts';
import { whyNotWritten } from '../../parts/save-place.ts';
import { outliving } from '../../session/outliving.ts';
import type { Session } from '../../session/session.ts';
import { askBeforeLeaving } from '../intake/leaving.ts';
import { sealInto } from './seal-into.ts';

/** A report that is being sealed to its recipient, or was; it outlives the page that began it, and the idle lock. */
export interface Sealing {
	readonly at: 'sealing' | 'sealed' | 'failed';
	readonly case: Id;
	/** Opens the file; undefined where it is sealed to a key. Nowhere else: it waits here for whoever is to tell it. */
	readonly words?: string | undefined;
	/** Index of the entry that says so. */
	readonly index?: number;
	readonly error?: unknown;
}

const sealings = outliving<Sealing>();

/** Seals a bag into the place, with these words or to these keys. Never rejects: what came of it stands in the sealing. */
export async function sealFor(
	session: Session,
	open: OpenCase,
	bag: File,
	how: { words: string } | { recipients: string[] },
	about: { recipient: string; place: SavePlace },
): Promise<void> {
	const words = 'words' in how ? how.words : undefined;
	const set = (next: Omit<Sealing, 'case'>): void => sealings.set(session, { case: open.id, ...next });
	const letGo = [session.hold(), askBeforeLeaving()];
	set({ at: 'sealing' });
	try {
		const to = 'words' in how ? { passphrase: how.words } : how;
		set({ at: 'sealed', words, index: await sealInto(session.connection, open, bag, { to, ...about }) });
	} catch (error) {
		session.report(error);
		set({ at: 'failed', error: whyNotWritten(error) });
	} finally {
		for (const one of letGo) one();
	}
}

/** How this person's sealing goes, or how the last one ended. */
export function useSealing(): Sealing | undefined {
	return sealings.use((sealing) => sealing);
}
