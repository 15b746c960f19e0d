/** What is known of an item. */
export const field = {
	item: 'Item',
	inCase: (prefix: string, title: string) => `in ${prefix} ${title}`,
	name: 'Name',
	size: 'Size',
	modified: 'Modified',
	received: 'Received',
	state: 'State',
	failed: 'Why it failed',
	content: 'Content',
	toolsSaid: 'The tools said',
	claims: 'It claims',
	made: 'Made from it',
	exhibit: 'Exhibit',
	clip: 'Clip',
};

/** The record of a delivery, read out. */
export const delivery = {
	title: (intake: string, index: number) => `Delivery ${intake}, as recorded when it began (entry #${index}):`,
	notKnown: 'not known',
	elsewhere: 'Its record is sealed to the case that received it, and was not shared with this one.',
	unreadable: 'Its record is sealed so that nobody here can read it.',
	passedOver: (entries: string) =>
		`Warning: it was shared anew with a key that is not its own (entries ${entries}). It opened with an earlier one; its history says who signed them.`,
	rests: (basis: string) => `it rests on: ${basis}`,
	sure: { certain: 'certain', probable: 'probable', possible: 'possible', doubtful: 'doubtful' },
};
