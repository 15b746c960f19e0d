const SCHEME = 'data-mantine-color-scheme';

/** Paper is white: what is printed is laid out in the light scheme, whatever the screen has, and the screen gets its own back. */
export function printInLight(): void {
	const root = document.documentElement;
	const media = matchMedia('print');
	let before: string | null | undefined;
	const begin = (): void => {
		if (before !== undefined) return;
		before = root.getAttribute(SCHEME);
		root.setAttribute(SCHEME, 'light');
	};
	const end = (): void => {
		if (before === undefined) return;
		if (before === null) root.removeAttribute(SCHEME);
		else root.setAttribute(SCHEME, before);
		before = undefined;
	};
	addEventListener('beforeprint', begin);
	addEventListener('afterprint', end);
	media.addEventListener('change', () => (media.matches ? begin() : end()));
}
