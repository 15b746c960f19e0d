export const en = {
	title: 'People',
	soon: 'This room is being furnished.',
};
