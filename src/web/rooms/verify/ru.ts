export const ru = {
	title: 'Проверка',
	soon: 'Эта комната ещё обставляется.',
};
