/** Fields that take no letters. */
const WITHOUT_TEXT = ['button', 'checkbox', 'color', 'file', 'radio', 'range', 'reset', 'submit'];

/** True where a letter is meant as text. A list to choose from is a field too, and takes none. */
export function isTyping(target: EventTarget | null): boolean {
	if (target instanceof HTMLInputElement) return !target.readOnly && !WITHOUT_TEXT.includes(target.type);
	return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}
