export const ru = {
	title: 'Отчёт',
	soon: 'Эта комната ещё обставляется.',
};
