export const en = {
	title: 'Custody',
	soon: 'This room is being furnished.',
};
