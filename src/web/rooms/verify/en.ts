export const en = {
	title: 'Verify',
	soon: 'This room is being furnished.',
};
