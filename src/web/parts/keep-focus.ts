/** So long what removes the element with the focus may put it elsewhere itself, as dialogs do. */
const PAUSE_MS = 150;
const DIALOG = '[role=dialog]';
/** A button at work: it is disabled until that is done. */
const LOADING = '[data-loading]';

/** What had the focus, and what stood around it, from the inside out. */
interface Trail {
	readonly at: HTMLElement;
	readonly around: readonly Element[];
}

/**
 * Whoever goes by keyboard or by ear is never thrown back to the top of the page: where an act takes away or disables
 * the very element that had the focus, the heading of the part around it gets it, or the page's own.
 */
export function keepFocus(): void {
	let last: Trail | undefined;
	/** The same outside of any dialog: it is what a dialog that closes goes back to. */
	let outside: Trail | undefined;
	let busy = false;
	let waiting = false;
	/** Nothing had it at the last look either. */
	let lost = false;
	const wait = (): void => {
		if (waiting || last === undefined) return;
		waiting = true;
		setTimeout(look, PAUSE_MS);
	};
	const look = (): void => {
		waiting = false;
		if (last === undefined || document.activeElement !== document.body) return;
		if (!lost) {
			// Perhaps this very moment.
			lost = true;
			return wait();
		}
		const from = dialogAround(last)?.isConnected === false ? outside : last;
		// A dialog that opened above it takes the focus itself.
		if (from === undefined || dialogAround(from) !== [...document.querySelectorAll(DIALOG)].at(-1)) return;
		const { at } = from;
		if (at.isConnected && at.matches(LOADING)) return;
		if (!isThere(at)) goTo(headingAround(from));
		// It comes back from its work, or out of a dialog; without either somebody took the focus away on purpose.
		else if (busy || from !== last) at.focus({ preventScroll: true });
	};
	document.addEventListener('focusin', ({ target }) => {
		if (!(target instanceof HTMLElement)) return;
		last = trailOf(target);
		busy = false;
		lost = false;
		if (dialogAround(last) === undefined) outside = last;
	});
	document.addEventListener(
		'pointerdown',
		({ target }) => {
			if (!(target instanceof Node && last?.at.contains(target))) last = undefined;
		},
		true,
	);
	new MutationObserver(() => {
		if (last?.at.matches(LOADING) === true) busy = true;
		wait();
	}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
}

function trailOf(at: HTMLElement): Trail {
	const around: Element[] = [];
	for (let one = at.parentElement; one !== null; one = one.parentElement) around.push(one);
	return { at, around };
}

function dialogAround({ around }: Trail): Element | undefined {
	return around.find((one) => one.matches(DIALOG));
}

function isThere(at: HTMLElement): boolean {
	return at.isConnected && !at.matches(':disabled') && at.checkVisibility();
}

/** Only whoever goes by keyboard looks for the focus: for others the page stays where it is. */
function goTo(heading: HTMLElement | undefined): void {
	heading?.focus({ preventScroll: true });
	if (heading?.matches(':focus-visible') === true) heading.scrollIntoView({ block: 'nearest' });
}

/** In a dialog none beyond it: one that closes gives the focus back by itself. */
function headingAround({ around }: Trail): HTMLElement | undefined {
	for (const part of around) {
		const heading = part.isConnected ? part.querySelector<HTMLElement>('h1, h2, h3') : null;
		if (heading?.checkVisibility() === true) {
			heading.tabIndex = -1;
			return heading;
		}
		if (part.matches(DIALOG)) return undefined;
	}
	return undefined;
}
