import { createContext, use, useEffect } from 'react';
import { askBeforeLeaving } from '../intake/leaving.ts';

/** What the door is told while going away from it would throw away what cannot be made again. */
export const HoldDoor = createContext<(held: boolean) => void>(() => {});

/** While this is on the page, the door offers no way elsewhere, and the browser asks before it leaves. */
export function useHeldDoor(): void {
	const hold = use(HoldDoor);
	useEffect(() => {
		const end = askBeforeLeaving();
		hold(true);
		return () => {
			end();
			hold(false);
		};
	}, [hold]);
}
