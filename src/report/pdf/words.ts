import type { Confidence } from '../../client/put/told-record.ts';

export interface CertificationForm {
	title: string;
	statements: readonly string[];
	oath: string;
}

/** Every word of the printed report that is not a value. */
export interface Words {
	title: string;
	more: string;
	/** After what was cut on the first page. */
	further: string;
	none: string;
	/** After the names of those who are named. */
	peopleWithheld(count: number): string;
	notKnown: string;
	notDisclosed: string;
	notStated: string;
	/** Of what an examination looks for in a file and did not find there. */
	notNamed: string;
	/** The same of a place, of which one way of writing is read. */
	noPlace: string;
	notLookedFor: string;
	keptBack: string;
	asDelivered(said: string, index: number): string;
	page(page: number, pages: number): string;
	/** Two lines: of which report the page is, and the code that says so in short. */
	foot(report: string, size: number): string;
	pageCode(code: string): string;
	frameAt(position: string, blurred: boolean): string;
	headings: {
		exhibits: string;
		questions: string;
		report: string;
		case: string;
		items: string;
		keyframes: string;
		origin: string;
		acquisition: string;
		technical: string;
		custody: string;
		access: string;
		deviations: string;
		derivatives: string;
		integrity: string;
		certification: string;
		verification: string;
	};
	fingerprint: { title: string; compare: string };
	inShort: {
		proven: {
			/** Of items whose original is in the bag. */
			here: string;
			/** Of those that are not; `others`: there are such, too. Days of the first and the last. */
			readBack(first: string, last: string, others: boolean): string;
			/** These, and what is proven in any case. */
			all(bytes: readonly string[]): string;
			/** Where some items, these, or all are not well kept. */
			some(names: string): string;
			none: string;
		};
		notProven: string;
		notKnown: string;
	};
	labels: { readonly [name: string]: string };
	/** What sort of thing an examination found or made. */
	kinds: { readonly [name: string]: string };
	confidences: { readonly [C in Confidence]: string };
	roles: { readonly [name: string]: string };
	outcomes: { readonly [name: string]: string };
	columns: {
		exhibits: readonly string[];
		custody: readonly string[];
		denied: readonly string[];
		people: readonly string[];
		deviations: readonly string[];
		derivatives: readonly string[];
		histories: readonly string[];
		cosignatures: readonly string[];
		timestamps: readonly string[];
	};
	history: { case(n: number): string; item(name: string, n: number): string };
	custodyNote: string;
	/** Said where a time authority stamped the log. */
	stampedNote: string;
	deniedNone: string;
	moreExhibits(count: number): string;
	expunged: {
		word: string;
		/** `more`: how many are not named. */
		inShort(names: string, more: number): string;
		/** In the place of every answer, where nothing else is in the report. */
		nothing: string;
		evidence: string;
		left(events: number): string;
	};
	/** Under the heading of their pages. */
	keyframesBlurred: string;
	keyframesOpen: string;
	keyframesMore(shown: number, all: number, folder: string): string;
	keyframesNone: string;
	/** `from` and `to`: where in the footage the first and the last are. */
	framesMade(count: number, from: string, to: string): string;
	bytes(grouped: string): string;
	unreadable: string;
	commandsRun: string;
	commandNumbers(numbers: string): string;
	steps: readonly string[];
	proven: string;
	notProven: string;
	signature: string;
	/** Of the certificate that the PDF is signed with. */
	seal: {
		title: string;
		none: string;
		'self-made': string;
		given: string;
		/** A day; undefined: without end. */
		valid(until: string | undefined): string;
	};
	/** Forms for a qualified person, and what is common to them. */
	forms: readonly CertificationForm[];
	formNote: string;
	formPerson: readonly string[];
	formItems(count: number): string;
	formSignature: readonly string[];
	rawProbe: string;
	questions: readonly [string, string, string, string, string, string];
	answers: {
		captureClaim(record: string): string;
		/** By the delivery records that are disclosed. */
		captureNotKnown: string;
		/** The report does not tell which. */
		captureUnknown: string;
		captureKeptBack: string;
		receivedBetween(first: string, last: string, by: string): string;
		access(people: string, times: number): string;
		accessNone: string;
		refused(count: number): string;
		depositor: string;
		before: string;
		enhancedNone: string;
		enhanced(count: number, by: string, when: string): string;
		repeatable: string;
		since: string;
	};
}
