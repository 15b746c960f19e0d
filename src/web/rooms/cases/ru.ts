export const ru = {
	title: 'Дела',
	soon: 'Эта комната ещё обставляется.',
};
