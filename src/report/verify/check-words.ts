import type { Language } from './event-words.ts';

export const checkKeys = [
	'manifests',
	'policy',
	'log-key',
	'checkpoint',
	'cosigned',
	'ledger',
	'entry',
	'remains',
	'founding',
	'one-log',
	'witnesses',
	'times',
	'authorities',
	'report',
	'people',
	'signers',
	'complete',
	'expunged',
	'identity',
	'disclosed',
	'derived',
	'case-uco',
	'files',
	'signed',
	'note',
	'acknowledged',
] as const;

/** Names a check in any language. */
export type CheckKey = (typeof checkKeys)[number];

export interface CheckWords {
	/** `about`: what it is asked of, an entry's index or an item's id. */
	name(about: string | null): string;
	/** One plain sentence: what a yes means. */
	meaning: string;
}

/** Every check in words. */
export const checkWords: { readonly [L in Language]: { readonly [K in CheckKey]: CheckWords } } = {
	en: {
		manifests: {
			name: () => 'bag: every file is listed, with its hash, and none is missing',
			meaning: 'No file of the bag was altered, added or taken away since its lists were written.',
		},
		policy: {
			name: () => 'ledger: the bag names one log key',
			meaning: 'The bag says whose log it is from; that alone proves nothing about where it comes from.',
		},
		'log-key': {
			name: () => 'origin: the log key is the archive’s own',
			meaning: 'The log in this bag is that of the archive whose key you received by another way.',
		},
		checkpoint: {
			name: () => 'checkpoint: signed by the log key',
			meaning: 'The archive’s notary signed the state of the log that everything here is proven against.',
		},
		cosigned: {
			name: () => 'checkpoint: what witnesses put under it verifies',
			meaning: 'No signature of a witness in this bag is false; there may be none.',
		},
		ledger: {
			name: () => 'ledger: the files can be listed',
			meaning: 'The entries of the log are in the bag.',
		},
		entry: {
			name: (index) => `entry ${index}: statement, signature, leaf, proof, detail`,
			meaning: 'This event was signed by the person it names, and it is in the signed log.',
		},
		remains: {
			name: () => 'expunged: what remains of the entries is in the log',
			meaning: 'The signed log holds these events of what was expunged; what they said is destroyed.',
		},
		founding: {
			name: () => 'entry 0: founded this log with this key',
			meaning: 'The log begins with the founding of an archive, by its stewards, with this very key.',
		},
		'one-log': {
			name: () => 'ledger: all entries are of one log',
			meaning: 'All events come from one and the same history, not from several put together.',
		},
		witnesses: {
			name: (how) =>
				how === null
					? 'witnesses: enough have cosigned the log'
					: `witnesses: ${how.replace('/', ' of ')} have cosigned the log`,
			meaning: 'Other organisations have seen this very history, so that nobody could be shown another one.',
		},
		times: {
			name: () => 'time: each token is over a checkpoint of this log',
			meaning: 'Whoever signed the time tokens saw these very states of the log; there may be no token.',
		},
		authorities: {
			name: () => 'time: the authorities are those you know',
			meaning:
				'The times are by authorities whose certificates you have from elsewhere: what they stamped is no younger.',
		},
		report: {
			name: () => 'report.json: thirteen sections in canonical form',
			meaning: 'The report is whole and says nothing outside its fixed sections.',
		},
		people: {
			name: () => 'people: enrolled by stewards',
			meaning: 'Everyone who appears was brought in by a steward and proved to hold their own keys.',
		},
		signers: {
			name: () => 'people: every signer was enrolled before signing',
			meaning: 'Nobody signed anything before they belonged to the archive.',
		},
		complete: {
			name: () => 'completeness: events 1..n of the case and of every item, none left out',
			meaning:
				'The notary numbered the events, and none is missing: refused attempts of people who could know the item (members of the case), up to twenty an hour of each, are here too; attempts by others, or while suspended, are not here.',
		},
		expunged: {
			name: () => 'expunged: each item that was destroyed is named, with all that remains of it',
			meaning:
				'No item that was expunged before this report was left out of it unsaid, and nothing else of it is here.',
		},
		identity: {
			name: () => 'report.json: issuer, sealed hashes and exhibit numbers are those in the log',
			meaning: 'Who issued the report and which files and exhibits it is about is what the log says.',
		},
		disclosed: {
			name: () => 'report.json: names, hashes and media data are those in the signed details',
			meaning:
				'What the report says of the files is what was signed when they were received and examined, but for what is named as the issuer’s word.',
		},
		derived: {
			name: () => 'report.json: the custody table is what the entries say',
			meaning: 'The table of events was made again from the log and is the same, row by row.',
		},
		'case-uco': {
			name: () => 'case.jsonld: the report in CASE/UCO says what report.json says',
			meaning: 'The file for other programs was made again from the report and is the same, byte by byte.',
		},
		files: {
			name: (item) => `files of item ${item}: those received, and those the report names`,
			meaning:
				'The original and the sealed file, if they are here, are byte by byte those that the archive received; every other file has the hash that the report gives.',
		},
		signed: {
			name: () => 'report.signed: the issuer put the hashes of the report into the log',
			meaning: 'The issuer signed this very report, and the log holds that signature.',
		},
		note: {
			name: () => 'report.note: signed by the issuer',
			meaning: 'The issuer’s own key signed the report; this can be checked without the log.',
		},
		acknowledged: {
			name: (key) =>
				`acknowledgement: signed by the recipient’s key${key === null ? '' : ` ${key}`}, about this report`,
			meaning:
				'Whoever holds this key acknowledged exactly this report, or an earlier one of its case; whose key it is, whoever gave the report away knows.',
		},
	},
	ru: {
		manifests: {
			name: () => 'пакет: каждый файл перечислен со своим хешем, ни один не пропал',
			meaning: 'Ни один файл пакета не изменён, не добавлен и не убран после составления списков.',
		},
		policy: {
			name: () => 'журнал: пакет называет один ключ журнала',
			meaning: 'Пакет говорит, из чьего он журнала; само по себе это ничего не доказывает о его происхождении.',
		},
		'log-key': {
			name: () => 'происхождение: ключ журнала принадлежит архиву',
			meaning: 'Журнал в этом пакете — того архива, ключ которого вы получили иным путём.',
		},
		checkpoint: {
			name: () => 'контрольная точка: подписана ключом журнала',
			meaning: 'Нотариус архива подписал состояние журнала, относительно которого всё здесь доказано.',
		},
		cosigned: {
			name: () => 'контрольная точка: подписи свидетелей под ней верны',
			meaning: 'Ни одна подпись свидетеля в пакете не поддельна; их может и не быть.',
		},
		ledger: {
			name: () => 'журнал: файлы можно перечислить',
			meaning: 'Записи журнала находятся в пакете.',
		},
		entry: {
			name: (index) => `запись ${index}: заявление, подпись, лист, доказательство, подробности`,
			meaning: 'Это событие подписано названным в нём лицом и входит в подписанный журнал.',
		},
		remains: {
			name: () => 'уничтоженное: оставшееся от записей есть в журнале',
			meaning: 'В подписанном журнале есть эти события уничтоженного; то, что в них говорилось, уничтожено.',
		},
		founding: {
			name: () => 'запись 0: этот журнал основан с этим ключом',
			meaning: 'Журнал начинается с основания архива его распорядителями, с этим самым ключом.',
		},
		'one-log': {
			name: () => 'журнал: все записи из одного журнала',
			meaning: 'Все события — из одной истории, а не собраны из нескольких.',
		},
		witnesses: {
			name: (how) =>
				how === null
					? 'свидетели: журнал заверен достаточным их числом'
					: `свидетели: журнал заверен, ${how.replace('/', ' из ')}`,
			meaning: 'Эту самую историю видели другие организации: показать кому-то иную было нельзя.',
		},
		times: {
			name: () => 'время: каждая отметка поставлена на контрольную точку этого журнала',
			meaning: 'Кто подписал отметки времени, видел именно эти состояния журнала; отметок может и не быть.',
		},
		authorities: {
			name: () => 'время: службы времени вам известны',
			meaning: 'Время указали службы, чьи сертификаты вы получили иным путём: заверенное ими не моложе.',
		},
		report: {
			name: () => 'report.json: тринадцать разделов в канонической форме',
			meaning: 'Отчёт цел и не содержит ничего вне установленных разделов.',
		},
		people: {
			name: () => 'люди: приняты распорядителями',
			meaning: 'Каждого, кто здесь назван, принял распорядитель, и каждый доказал владение своими ключами.',
		},
		signers: {
			name: () => 'люди: каждый подписавший принят до подписи',
			meaning: 'Никто ничего не подписал прежде, чем стал участником архива.',
		},
		complete: {
			name: () => 'полнота: события 1..n дела и каждого файла, без пропусков',
			meaning:
				'Нотариус пронумеровал события, ни одно не пропущено: отклонённые попытки тех, кто мог знать о файле (участников дела), до двадцати в час на каждого, тоже здесь; попыток прочих лиц и отстранённых здесь нет.',
		},
		expunged: {
			name: () => 'уничтоженное: каждый уничтоженный материал назван, со всем, что от него осталось',
			meaning: 'Ни один материал, уничтоженный до этого отчёта, не пропущен молча, и больше ничего о нём здесь нет.',
		},
		identity: {
			name: () => 'report.json: составитель, хеши запечатанных файлов и номера доказательств — как в журнале',
			meaning: 'Кто составил отчёт и о каких файлах и доказательствах он — так же, как в журнале.',
		},
		disclosed: {
			name: () => 'report.json: имена, хеши и данные о записи — как в подписанных подробностях',
			meaning:
				'Сказанное в отчёте о файлах — то, что подписано при их приёме и обработке, кроме того, что названо только со слов составителя.',
		},
		derived: {
			name: () => 'report.json: таблица событий соответствует записям',
			meaning: 'Таблица событий составлена заново по журналу и совпадает строка за строкой.',
		},
		'case-uco': {
			name: () => 'case.jsonld: отчёт в CASE/UCO говорит то же, что report.json',
			meaning: 'Файл для других программ составлен заново по отчёту и совпадает байт в байт.',
		},
		files: {
			name: (item) => `файлы материала ${item}: поступившие и названные в отчёте`,
			meaning:
				'Оригинал и запечатанный файл, если они здесь, байт в байт те, что получил архив; у каждого другого файла хеш тот, что в отчёте.',
		},
		signed: {
			name: () => 'report.signed: составитель внёс хеши отчёта в журнал',
			meaning: 'Составитель подписал именно этот отчёт, и подпись есть в журнале.',
		},
		note: {
			name: () => 'report.note: подписано составителем',
			meaning: 'Отчёт подписан собственным ключом составителя; это можно проверить и без журнала.',
		},
		acknowledged: {
			name: (key) =>
				`подтверждение: подписано ключом получателя${key === null ? '' : ` ${key}`} и относится к этому отчёту`,
			meaning:
				'Владелец этого ключа подтвердил получение именно этого отчёта или прежнего по тому же делу; чей это ключ, знает тот, кто передал.',
		},
	},
};
