import { CustosError } from '../../domain/errors.ts';

/** A part of the page itself that did not come. */
export class PartMissing extends CustosError {
	constructor(cause: unknown) {
		super('unavailable', 'a part of this page did not come', { cause });
		this.name = 'PartMissing';
	}
}

/** What the browsers, each in its own words, and the bundler say of it. */
const NOT_COME = /dynamically imported module|importing a module script failed|unable to preload css/i;

/** Styles that did not come: the bundler asks for each of them only once. */
const missing = new Set<HTMLLinkElement>();

addEventListener(
	'error',
	({ target }) => {
		if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') missing.add(target);
	},
	true,
);

/** Loads a part of the page, and the styles that an earlier try was left without. Throws PartMissing when it does not come. */
export async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
	try {
		await Promise.all([...missing].map(styleAgain));
		return await load();
	} catch (error) {
		if (error instanceof Error && NOT_COME.test(error.message)) throw new PartMissing(error);
		throw error;
	}
}

async function styleAgain(link: HTMLLinkElement): Promise<void> {
	missing.delete(link);
	const anew = link.cloneNode() as HTMLLinkElement;
	const come = new Promise((resolve, reject) => {
		anew.onload = resolve;
		anew.onerror = () => reject(new PartMissing(undefined));
	});
	link.replaceWith(anew);
	await come;
}
