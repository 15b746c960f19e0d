export const en = {
	title: 'Intake',
	soon: 'This room is being furnished.',
};
