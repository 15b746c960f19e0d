export const en = {
	title: 'Exhibits',
	soon: 'This room is being furnished.',
};
