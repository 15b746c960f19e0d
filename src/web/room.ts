import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** One room of the archive: a place in the navigation, with pages of its own under its path. */
export interface Room {
	readonly id: RoomId;
	/** First part of its addresses, as `/intake`. Its pages are routes below it. */
	readonly path: `/${string}`;
	readonly icon: Icon;
	/** The key pressed after `g` to go there. */
	readonly key: string;
	/** Pages about one case: the navigation adds the case at hand to the address. */
	readonly ofCase: boolean;
	/** Loads the page when it is first shown. */
	load(): Promise<ComponentType>;
}

export type RoomId = 'cases' | 'intake' | 'review' | 'exhibits' | 'custody' | 'report' | 'verify' | 'people';
