import type { Exhibit } from '../../../client/case/exhibits.ts';
import { type Kind, kindOf } from './kinds.ts';
import type { Told } from './telling.ts';

/** Which events are shown. */
export interface Wanted {
	/** A signing key. */
	person: string | null;
	kind: Kind | null;
	refused: boolean;
	/** Only what is about the exhibit itself and its clip. */
	exhibitOnly: boolean;
}

export const EVERYTHING: Wanted = { person: null, kind: null, refused: false, exhibitOnly: false };

export function fits(told: Told, wanted: Wanted, exhibit: Exhibit | undefined): boolean {
	const { statement: s } = told.event.entry;
	if (wanted.refused && told.refused === undefined) return false;
	if (wanted.person !== null && s.actor !== wanted.person) return false;
	if (wanted.kind !== null && kindOf[s.type] !== wanted.kind) return false;
	if (!wanted.exhibitOnly || exhibit === undefined) return true;
	const ofClip = 'clip' in s && s.clip !== undefined && s.clip === exhibit.clip;
	return ofClip || ('exhibit' in s && s.exhibit === exhibit.id);
}
