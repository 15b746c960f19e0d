export const en = {
	title: 'Report',
	soon: 'This room is being furnished.',
};
