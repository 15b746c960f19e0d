import type { Argument, HelpConfiguration, Option } from 'commander';
import type { Messages } from './messages.ts';

/** How `--help` is laid out, with commander's own words in the person's language. `width`: columns. */
export function helpIn(t: Messages, width: number): HelpConfiguration {
	const worded = (word: string): string => t.layout.titles[word] ?? word;
	return {
		showGlobalOptions: true,
		helpWidth: width,
		styleTitle: worded,
		styleOptionText: worded,
		styleSubcommandText: worded,
		optionDescription: (option: Option) => withValues(option, t),
		argumentDescription: (argument: Argument) => withValues(argument, t),
	};
}

/** What may be given, where the description does not say it, and what is taken where nothing is. */
function withValues({ description, argChoices = [], defaultValue }: Option | Argument, t: Messages): string {
	const { choices, otherwise } = t.layout;
	const none = defaultValue === undefined || (Array.isArray(defaultValue) && defaultValue.length === 0);
	const values = [
		argChoices.every((one) => description.includes(one)) ? '' : choices(argChoices.join(', ')),
		none ? '' : otherwise(String(defaultValue)),
	].filter(Boolean);
	return values.length === 0 ? description : `${description} (${values.join('; ')})`;
}
