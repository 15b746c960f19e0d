import { isTyping } from '../../parts/is-typing.ts';

/** How pictures are shown: hidden altogether, blurred and grey, or clear for as long as somebody holds. */
export type Look = 'blank' | 'blurred' | 'clear';

/** What shows or hides every picture of the room at once. */
export interface Screen {
	look(): Look;
	subscribe(listener: () => void): () => void;
	/** Clear until the same hand lets go. `hand`: which key or pointer holds. */
	hold(hand: string): void;
	release(hand: string): void;
	/** True while this hand holds. */
	holds(hand: string): boolean;
	blank(): void;
	/** Blurred again after a blank. */
	show(): void;
}

/** The hand of the key that is held. */
export const KEY_HAND = 'key';
/** The hand of the switch that keeps pictures clear without holding. */
export const LATCH = 'latch';

/**
 * Watches keys and writes the look onto an element before anything else hears of the key, so that Escape blanks in the
 * same moment, wherever the focus is. Style sheets follow `data-look`. Returns the screen and what ends the watch.
 */
export function watchScreen(element: HTMLElement): { screen: Screen; end: () => void } {
	const hands = new Set<string>();
	const listeners = new Set<() => void>();
	let blanked = false;
	const look = (): Look => (blanked ? 'blank' : hands.size > 0 ? 'clear' : 'blurred');
	const changed = (): void => {
		const now = look();
		if (element.dataset['look'] === now) return;
		element.dataset['look'] = now;
		for (const listener of listeners) listener();
	};
	const screen: Screen = {
		look,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		hold(hand) {
			if (!blanked) hands.add(hand);
			changed();
		},
		release(hand) {
			hands.delete(hand);
			changed();
		},
		holds: (hand) => hands.has(hand),
		blank() {
			blanked = true;
			hands.clear();
			changed();
		},
		show() {
			blanked = false;
			changed();
		},
	};
	const letGo = (): void => {
		hands.clear();
		changed();
	};
	const onDown = (event: KeyboardEvent): void => {
		if (event.key === 'Escape') return screen.blank();
		if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
		if (event.code === 'KeyV' && !event.repeat) screen.hold(KEY_HAND);
		if (event.code === 'KeyB') screen.show();
	};
	const onUp = (event: KeyboardEvent): void => {
		if (event.code === 'KeyV') screen.release(KEY_HAND);
	};
	const onHidden = (): void => {
		if (document.hidden) letGo();
	};
	addEventListener('keydown', onDown, { capture: true });
	addEventListener('keyup', onUp, { capture: true });
	addEventListener('blur', letGo);
	document.addEventListener('visibilitychange', onHidden);
	changed();
	return {
		screen,
		end() {
			removeEventListener('keydown', onDown, { capture: true });
			removeEventListener('keyup', onUp, { capture: true });
			removeEventListener('blur', letGo);
			document.removeEventListener('visibilitychange', onHidden);
		},
	};
}

/** Lets a pointer hold an element's picture clear: while it is pressed on it, and no longer. Returns what ends that. */
export function holdByPointer(element: HTMLElement, screen: Screen, onHold?: (held: boolean) => void): () => void {
	const hand = 'pointer';
	const down = (event: PointerEvent): void => {
		// A button that stands over the picture has its pointer for itself.
		const button = event.target instanceof Element ? event.target.closest('button') : null;
		if (event.button !== 0 || (button !== null && button !== element)) return;
		element.setPointerCapture(event.pointerId);
		screen.hold(hand);
		onHold?.(true);
	};
	const up = (): void => {
		screen.release(hand);
		onHold?.(false);
	};
	const noMenu = (event: Event): void => event.preventDefault();
	element.addEventListener('pointerdown', down);
	element.addEventListener('contextmenu', noMenu);
	for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) element.addEventListener(name, up);
	return () => {
		up();
		element.removeEventListener('pointerdown', down);
		element.removeEventListener('contextmenu', noMenu);
		for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
			element.removeEventListener(name, up);
	};
}
