import type { OpenCase } from '../../../client/cases.ts';
import { playsDirectly } from '../../../client/play/playable.ts';
import type { AboutItem } from './item-data.ts';

/** True of what has pictures or sound to play. */
export function isPlayable({ summary }: AboutItem): boolean {
	return summary?.kind === 'video' || summary?.kind === 'audio';
}

/** True where the player opens the original itself. `copyOnly`: the browser could not play it. */
export function isDirect(open: OpenCase, about: AboutItem, copyOnly: boolean): boolean {
	return isPlayable(about) && open.role !== 'reader' && !copyOnly && playsDirectly(about.summary ?? {});
}
