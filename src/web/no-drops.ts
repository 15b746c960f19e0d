/**
 * Keeps the browser from opening what is dropped beside a place for it: a film would play in the clear, with sound, in
 * a tab of its own. Places that take a drop have said so by the time an event arrives here, and keep their cursor.
 */
export function keepDropsOut(): void {
	for (const type of ['dragover', 'drop'] as const)
		addEventListener(type, (event) => {
			const types = event.dataTransfer?.types ?? [];
			// Words may be dragged into a field.
			if (!types.includes('Files') && !types.includes('text/uri-list')) return;
			if (!event.defaultPrevented && event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
			event.preventDefault();
		});
}
