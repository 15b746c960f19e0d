export const ru = {
	title: 'Просмотр',
	soon: 'Эта комната ещё обставляется.',
};
