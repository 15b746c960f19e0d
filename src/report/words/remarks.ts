import type { Language } from '../verify/event-words.ts';

/** What an examination remarks besides its results, in the words of its detail. */
const remarks: readonly [RegExp, { readonly [L in Language]: (...numbers: string[]) => string }][] = [
	[
		/^command (\d+) went on after (\d+) complaints$/,
		{
			en: (command, complaints) => `command ${command} went on after ${complaints} complaints`,
			ru: (command, complaints) => `команда ${command} не прервалась, замечаний о файле: ${complaints}`,
		},
	],
	[
		/^key frames are rare or dark: (\d+) stretches were not looked into$/,
		{
			en: (stretches) => `key frames are rare or dark: ${stretches} stretches were not looked into`,
			ru: (stretches) => `опорные кадры редки или темны; отрезков, в которые не заглядывали: ${stretches}`,
		},
	],
	[
		/^some pictures could not be decoded$/,
		{ en: () => 'some pictures could not be decoded', ru: () => 'часть кадров не удалось раскодировать' },
	],
	[
		/^no picture could be made$/,
		{ en: () => 'no picture could be made', ru: () => 'ни одного изображения изготовить не удалось' },
	],
	[
		/^no sound wave could be made$/,
		{ en: () => 'no sound wave could be made', ru: () => 'график звука изготовить не удалось' },
	],
	[
		/^there is no preview of this type of picture$/,
		{
			en: () => 'there is no preview of this type of picture',
			ru: () => 'для изображений этого вида просмотр не изготовляется',
		},
	],
];

/** A remark for a reader; as it stands where another version wrote it. `numberOf`: how the reader knows the examination's nth command. */
export function remarkIn(
	language: Language,
	remark: string,
	numberOf: (nth: number) => number | undefined = (nth) => nth,
): string {
	for (const [form, say] of remarks) {
		const [whole, ...numbers] = form.exec(remark) ?? [];
		if (whole === undefined) continue;
		const [first, ...others] = numbers;
		const command = whole.startsWith('command ') ? numberOf(Number(first)) : undefined;
		return say[language](...(command === undefined ? numbers : [String(command), ...others]));
	}
	return remark;
}
