export const ru = {
	title: 'Приём',
	soon: 'Эта комната ещё обставляется.',
};
