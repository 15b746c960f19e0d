import type { Language } from '../verify/event-words.ts';

/** What a program of an examination can meet the limit on. */
const limits: { readonly [english: string]: string } = {
	time: 'времени',
	'processor time': 'процессорного времени',
	memory: 'памяти',
	processes: 'числа процессов',
	output: 'объёма вывода',
	pixels: 'числа пикселей',
};

const attempts = (n: string, what: string): string => `попыток, не давших результата: ${n} (${what})`;

/** Why an item failed: a worker's words as its source writes them, with braces for what changes, and how they are said in Russian. */
const failures: { readonly [english: string]: string | ((...values: string[]) => string) } = {
	'{program} could not read this file (exit {code})': (program = '', code = '') =>
		`${programs(program)}: прочитать этот файл не удалось (код завершения ${code})`,
	'{program} met the limit on {what}': (program = '', what = '') =>
		`${programs(program)}: превышен предел ${limits[what] ?? `«${what}»`}`,
	'{n} attempts to examine it ended without a result': (n = '') => attempts(n, 'обработка файла'),
	'{n} attempts to make a playable copy ended without a result': (n = '') => attempts(n, 'копия для просмотра'),
	'this file says it is media but holds neither picture nor sound':
		'файл выдаёт себя за запись, но в нём нет ни изображения, ни звука',
	'there is neither picture nor sound in this file': 'в файле нет ни изображения, ни звука',
	'the picture is larger than the limit on pixels': 'в изображении больше пикселей, чем допустимо',
	'what ffprobe printed about this file is not believable': 'сведения ffprobe об этом файле неправдоподобны',
	'the packet manifest has a line that is none': 'в перечне пакетов записи есть негодная строка',
	'the jail asked for bytes it may not have': 'из изолированной среды запрошены байты, которых в файле нет',
	'ffmpeg made no contact sheet': 'ffmpeg не изготовил обзорный лист',
	'ffmpeg made pictures without exact times': 'ffmpeg изготовил кадры без точного времени',
	'ffmpeg made something that is no picture': 'ffmpeg изготовил нечто, что не является изображением',
	'ffmpeg made half a picture': 'ffmpeg изготовил изображение не до конца',
	'ffmpeg printed a line without end': 'ffmpeg выдал строку без конца',
	'ffmpeg wrote a head that is longer than the room left for it':
		'ffmpeg записал заголовок длиннее отведённого для него места',
	'ffmpeg wrote something else than a fragmented MP4': 'ffmpeg записал нечто иное, чем фрагментированный MP4',
	'a fresh wrap holds two shares of 32 bytes': 'в новой обёртке ключей не две доли по 32 байта',
	'the deposit does not say its size and hash': 'передавший не указал размер и хеш файла',
	'the opened file is not the one the depositor hashed': 'открытый файл не тот, чей хеш указал передавший',
	'the store gave fewer bytes than asked for': 'хранилище отдало меньше байт, чем было запрошено',
	'the store gave {given} of {size} bytes': (given = '', size = '') => `хранилище отдало байт: ${given} из ${size}`,
	'the stored body is not the one that was received': 'в хранилище лежит не то, что было принято',
	'the sealed bytes do not authenticate': 'запечатанные байты не проходят проверку подлинности',
	'the sealed bytes end before the size in the record':
		'запечатанные байты кончаются раньше, чем указано в записи о размере',
	'the padding is not zeros': 'дополнение файла состоит не из нулей',
	'this prefix is not the one in the ledger': 'заголовок запечатанного файла не тот, что в журнале',
	'the MAC of the age header does not match': 'код подлинности заголовка age не сходится',
	'no recipient of this prefix matches the key': 'файл запечатан для других ключей',
	'this sealed box was made for another key': 'доля ключа запечатана для другого ключа',
	'these fields are not those that were signed': 'сведения о файле не те, что были подписаны',
};

const patterns = Object.entries(failures).map(([english, russian]) => ({
	form: new RegExp(`^${english.replaceAll(/[()]/g, '\\$&').replaceAll(/\{\w+\}/g, '(.+)')}$`),
	russian,
}));

/** Why an item failed, for a reader; as it stands where a tool or another version said it. */
export function failureIn(language: Language, reason: string): string {
	if (language === 'en') return reason;
	for (const { form, russian } of patterns) {
		const [whole, ...values] = form.exec(reason) ?? [];
		if (whole !== undefined) return typeof russian === 'string' ? russian : russian(...values);
	}
	return reason;
}

/** As "ffmpeg и ffprobe". */
function programs(names: string): string {
	return names.replace(' and ', ' и ');
}
