/** What may stand in an element; nothing stands for what is left out. */
export type Child = Node | string | undefined;

/** Attributes as text; `true` for those that are only there or not. What is undefined or false is left out. */
export type Attributes = { readonly [name: string]: string | boolean | undefined };

/** An element with its attributes and what is in it. Text stays text, whoever wrote it: nothing here reads HTML. */
export function make<T extends keyof HTMLElementTagNameMap>(
	tag: T,
	attributes: Attributes = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[T] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes))
		if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
	element.append(...children.filter((child) => child !== undefined));
	return element;
}

/** A button that does something. */
export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
	const made = make('button', { type: 'button', ...attributes }, label);
	made.addEventListener('click', onClick);
	return made;
}
