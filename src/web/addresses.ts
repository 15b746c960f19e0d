const ID = '[0-9a-f]{32}';

/** Every address that has a page, below the room's own; the server answers others with 404 and the page that says so. */
const ADDRESSES = [
	'suspend',
	`cases(/${ID})?`,
	`intake(/${ID})?`,
	`review(/${ID}(/${ID})?)?`,
	`exhibits(/${ID}(/(clips|notes|tags))?)?`,
	`custody(/${ID}(/all|(/${ID}){0,2}))?`,
	`report(/${ID})?`,
	'verify',
	`people(/(invite|card|choose|${ID}))?`,
];
const PAGE = new RegExp(`^/((${ADDRESSES.join('|')})/?)?$`);

/** True where there is a page at this address, whoever may see what it shows. */
export function isPage(path: string): boolean {
	return PAGE.test(path);
}
