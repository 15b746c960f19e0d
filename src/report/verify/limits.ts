import type { Language } from './event-words.ts';

/** Names what no verdict shows, in any language. */
export type LimitKey =
	| 'truth'
	| 'stored'
	| 'watched'
	| 'before'
	| 'clocks'
	| 'forked'
	| 'strangers'
	| 'folded'
	| 'suspended'
	| 'paper'
	| 'beside';

/** What a verdict does not show, whatever it is. */
export const limitWords: { readonly [L in Language]: { readonly [K in LimitKey]: string } } = {
	en: {
		truth:
			'that what the footage shows is true, complete or lawful: only that an original in the bag is the one that was received',
		stored:
			'that an item whose original is not in the bag is stored unaltered today: only that it was when it was read back, as report.json says',
		watched: 'what anybody watched: only who was given the means to open an item',
		before: 'what happened to the footage before it was received, and what the depositor kept',
		clocks: 'claimed times: they are the signers’ own clocks; attested times are the notary’s clock',
		forked:
			'that the log was not shown differently to others, beyond what witnesses whose keys you have from elsewhere cosigned',
		strangers:
			'what people tried who could not know the item (outsiders, former members) or were suspended: what the archive turned away before it reached the log is recorded nowhere, the rest are entries of those people and are not in the bag',
		folded:
			'refusals beyond the first twenty of an hour by one person: they are counted in entries about that person, not about the item',
		suspended:
			'whether a signer was suspended when the notary took the entry in: entries about people are not in the bag',
		paper:
			'that report.pdf says the same as report.json, nor that the signature inside it holds: the issuer signed both, the second is the one that was checked; pdfsig judges the signature inside',
		beside:
			'what README-how-to-verify.txt and bag-info.txt say: they lie outside what the issuer signed, and a key or a command that only they give counts for nothing',
	},
	ru: {
		truth: 'что изображённое правдиво, полно или законно: только то, что оригинал в пакете — тот, что поступил',
		stored:
			'что файл, оригинала которого в пакете нет, хранится неизменённым сегодня: только что он был таким при перечитывании, названном в report.json',
		watched: 'что именно кто-либо просматривал: только кому была дана возможность открыть файл',
		before: 'что происходило с записью до поступления и что осталось у передавшего',
		clocks: 'заявленное время: оно по часам подписавших; засвидетельствованное — по часам нотариуса',
		forked:
			'что другим не показали иной журнал — сверх того, что заверили свидетели, ключи которых вы получили иным путём',
		strangers:
			'что пытались делать те, кто не мог знать о файле (посторонние, бывшие участники), и отстранённые: что архив отклонил до журнала, не записано нигде, остальное — записи об этих людях, в пакете их нет',
		folded: 'отказы сверх двадцати в час одному лицу: они подсчитаны в записях об этом лице, а не о файле',
		suspended: 'не был ли подписавший отстранён, когда нотариус принял запись: записей о людях в пакете нет',
		paper:
			'что report.pdf говорит то же, что report.json, и что подпись внутри него верна: составитель подписал оба, проверен второй; подпись внутри проверяет pdfsig',
		beside:
			'что говорят README-how-to-verify.txt и bag-info.txt: составитель их не подписывал, и ключ или команда, которые есть только в них, ничего не значат',
	},
};
