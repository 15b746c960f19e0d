import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** True while the page is laid out for paper: what is left out on the screen to save work must then be there. */
export function usePrinting(): boolean {
	const [printing, setPrinting] = useState(() => matchMedia('print').matches);
	useEffect(() => {
		// At once: the browser lays the paper out right after.
		const set = (value: boolean) => (): void => flushSync(() => setPrinting(value));
		const [begin, end] = [set(true), set(false)];
		const media = matchMedia('print');
		const change = (): void => set(media.matches)();
		addEventListener('beforeprint', begin);
		addEventListener('afterprint', end);
		media.addEventListener('change', change);
		return () => {
			removeEventListener('beforeprint', begin);
			removeEventListener('afterprint', end);
			media.removeEventListener('change', change);
		};
	}, []);
	return printing;
}
