export const en = {
	title: 'Review',
	soon: 'This room is being furnished.',
};
