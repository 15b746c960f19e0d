export const en = {
	title: 'Cases',
	soon: 'This room is being furnished.',
};
