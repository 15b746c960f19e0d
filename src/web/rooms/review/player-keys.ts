import { isTyping } from '../../parts/is-typing.ts';

/** What a key of the player does. By the place of the key, so that every alphabet has the same. */
export interface PlayerActions {
	toggle(): void;
	pause(): void;
	forward(): void;
	back(): void;
	step(frames: number): void;
	jump(ms: number): void;
	faster(by: 1 | -1): void;
	markIn(): void;
	markOut(): void;
	clearRange(): void;
	clip(): void;
	note(): void;
	sound(): void;
	zoom(by: 1 | -1 | 0): void;
	pan(x: number, y: number): void;
}

const JUMP_MS = 5000;

/** Does what the key says; false for keys that mean nothing here. */
export function pressed(event: KeyboardEvent, act: PlayerActions): boolean {
	if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping(event.target)) return false;
	const target = event.target instanceof HTMLElement ? event.target : undefined;
	// Buttons and choices have the space bar for themselves, the time line, choices and lists the arrows.
	if (/^(Space|Enter)/.test(event.code) && target?.closest('button, a, summary, input, [role=option]')) return false;
	if (event.code.startsWith('Arrow') && target?.closest('[role=slider], input, [role=option]')) return false;
	if (target?.closest('[role=dialog]')) return false;
	const shift = event.shiftKey;
	const keys: Record<string, () => void> = {
		Space: act.toggle,
		KeyK: act.pause,
		KeyL: act.forward,
		KeyJ: act.back,
		ArrowRight: () => (shift ? act.jump(JUMP_MS) : act.step(1)),
		ArrowLeft: () => (shift ? act.jump(-JUMP_MS) : act.step(-1)),
		Period: () => (shift ? act.faster(1) : act.step(1)),
		Comma: () => (shift ? act.faster(-1) : act.step(-1)),
		KeyI: act.markIn,
		KeyO: act.markOut,
		KeyX: act.clearRange,
		KeyC: act.clip,
		KeyN: act.note,
		KeyM: act.sound,
		Equal: () => act.zoom(1),
		Minus: () => act.zoom(-1),
		Digit0: () => act.zoom(0),
		KeyA: () => act.pan(1, 0),
		KeyD: () => act.pan(-1, 0),
		KeyW: () => act.pan(0, 1),
		KeyS: () => act.pan(0, -1),
	};
	const does = keys[event.code];
	if (does === undefined) return false;
	event.preventDefault();
	does();
	return true;
}
