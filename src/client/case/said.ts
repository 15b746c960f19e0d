/** Names of the sealed texts in which people say why they did something, or what; the first that is there is shown. */
const TEXTS = ['purpose', 'reason', 'title', 'note', 'text', 'said', 'recipient'] as const;

/** Why something was done, or what was said, in the words of whoever did it; empty where nothing was. */
export function saidIn(fields: { readonly [name: string]: unknown }): string {
	const said = TEXTS.map((name) => fields[name]).find((one) => typeof one === 'string' && one !== '');
	return typeof said === 'string' ? said : '';
}
