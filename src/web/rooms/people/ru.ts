export const ru = {
	title: 'Люди',
	soon: 'Эта комната ещё обставляется.',
};
