/** How a command's help is laid out: what commander itself would write, in words. */
export const layout = {
	titles: {
		'Usage:': 'Usage:',
		'Arguments:': 'Arguments:',
		'Options:': 'Options:',
		'Global Options:': 'Options of every command:',
		'Commands:': 'Commands:',
		'[options]': '[options]',
		'[command]': '[command]',
	} as Readonly<Record<string, string>>,
	choices: (all: string) => `one of: ${all}`,
	otherwise: (value: string) => `else: ${value}`,
};
