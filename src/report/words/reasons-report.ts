/**
 * Why a check says no, in every language. The English is what the verifier says itself, with names in braces where it says
 * what it is about. These are about the report and its items.
 */
export const reportReasons = {
	tooLarge: {
		en: '{path} is larger than {limit} bytes',
		ru: '{path}: больше {limit} байт',
	},
	zipDirectory: {
		en: 'the directory of the zip is larger than {limit} bytes',
		ru: 'оглавление архива zip больше {limit} байт',
	},
	noBegun: {
		en: 'the history of {named} does not end with the beginning of this report',
		ru: '{named}: история не кончается началом этого отчёта',
	},
	begunByOther: {
		en: 'the report on {named} was begun by somebody else than its issuer',
		ru: '{named}: отчёт начал не его составитель',
	},
	noEvents: {
		en: 'no event of {named} is in the bag',
		ru: '{named}: в пакете нет ни одного события',
	},
	leftOut: {
		en: 'event {n} of {named} is not in the bag: something was left out',
		ru: '{named}: события {n} нет в пакете, что-то опущено',
	},
	otherType: {
		en: 'entry {entry} is filed as another type than it is',
		ru: 'запись {entry} учтена не под своим видом',
	},
	otherSubject: {
		en: 'entry {entry} is filed under a subject it is not about',
		ru: 'запись {entry} учтена не за тем, о чём она',
	},
	noBeginning: {
		en: 'the history of {named} does not begin with its beginning',
		ru: '{named}: история начинается не с начала',
	},
	itemTwice: {
		en: 'the report names an item twice',
		ru: 'отчёт называет один файл дважды',
	},
	aboutLeftOut: {
		en: 'entry {entry} is about a {kind} that the report leaves out',
		ru: 'запись {entry}: о том, что отчёт опускает ({kind})',
	},
	otherCase: {
		en: 'entry {entry} is of another case',
		ru: 'запись {entry} из другого дела',
	},
	notCovered: {
		en: 'the report does not cover the items it was begun for',
		ru: 'отчёт не обо всех файлах, для которых он начат',
	},
	nameNotPath: {
		en: 'the name of item {item} is not the end of its path',
		ru: 'имя файла {item} не совпадает с концом его пути',
	},
	otherTechnical: {
		en: 'the technical section is not about each item once, in their order',
		ru: 'технический раздел не о каждом файле по одному разу, в их порядке',
	},
	otherProbe: {
		en: 'the raw probe output of item {item} is not the one it names',
		ru: 'исходные данные о записи {item} не те, что названы',
	},
	otherPlace: {
		en: 'the raw probe output of item {item} in the bag does not say that place',
		ru: 'в исходных данных о записи {item} в пакете такого места нет',
	},
	notMade: {
		en: '{path} is none of the files that the signed detail says were made',
		ru: '{path}: нет среди файлов, которые по подписанным подробностям были изготовлены',
	},
	neverMarked: {
		en: 'the clip of exhibit {label} was never marked',
		ru: 'фрагмент доказательства {label} никем не отмечен',
	},
	plainHash: {
		en: 'the plaintext hash of item {item} is not in the detail that was signed when it was received',
		ru: 'хеш открытого файла {item} не из подробностей, подписанных при приёме',
	},
	notSigned: {
		en: '{field} of {named} is not what the signed detail says',
		ru: '{named}: поле «{field}» не то, что в подписанных подробностях',
	},
	unnamedFile: {
		en: '{path} is among the files of item {item}, but the report does not name it',
		ru: '{path} лежит среди файлов {item}, но в отчёте не назван',
	},
	outside: {
		en: 'item {item} names a file outside its folder',
		ru: 'у файла {item} назван файл вне его папки',
	},
	reportHash: {
		en: '{path} does not have the hash in the report',
		ru: '{path}: хеш не тот, что в отчёте',
	},
	originalHashHidden: {
		en: 'the original of item {item} is here, but its hash is not disclosed',
		ru: 'оригинал {item} здесь, но его хеш не раскрыт',
	},
	otherOriginal: {
		en: 'the original of item {item} is not the one that was received',
		ru: 'оригинал {item} не тот, что поступил',
	},
	otherSize: {
		en: 'the original of item {item} has another size',
		ru: 'у оригинала {item} другой размер',
	},
	keyAlone: {
		en: 'the key of item {item} is here without the sealed file',
		ru: 'ключ {item} здесь без запечатанного файла',
	},
	otherPrefix: {
		en: 'the prefix of the sealed item {item} is not the one that was received',
		ru: 'заголовок запечатанного файла {item} не тот, что поступил',
	},
	otherBody: {
		en: 'the body of the sealed item {item} is not the one that was received',
		ru: 'тело запечатанного файла {item} не то, что поступило',
	},
	keyHashHidden: {
		en: 'the key of item {item} is here, but its hash and size are not disclosed',
		ru: 'ключ {item} здесь, но хеш и размер не раскрыты',
	},
	notAgeKey: {
		en: 'the key of item {item} is not one age secret key',
		ru: 'ключ {item} не секретный ключ age',
	},
	opensOther: {
		en: 'the sealed item {item} opens to something else than the original',
		ru: 'запечатанный файл {item} открывается не в оригинал',
	},
	noFounding: {
		en: 'entry 0, which founded the archive, is not in the bag',
		ru: 'записи 0, основавшей архив, нет в пакете',
	},
	otherLogKey: {
		en: 'entry 0 names another log key than the bag',
		ru: 'запись 0 называет другой ключ журнала, чем пакет',
	},
	notBySteward: {
		en: 'entry 0 is not by one of the stewards it names',
		ru: 'запись 0 подписана не названным в ней распорядителем',
	},
	foundedTwice: {
		en: 'the archive was founded twice',
		ru: 'архив основан дважды',
	},
	notEnrolled: {
		en: 'entry {entry} is by {actor}, whom no entry in the bag enrols before it',
		ru: 'запись {entry} подписал {actor}, но до неё ни одна запись пакета его не вносит',
	},
	wrongSigner: {
		en: 'entry {entry} is by the wrong kind of signer',
		ru: 'запись {entry} подписана не тем, кому это дано',
	},
	laterCheckpoint: {
		en: 'entry {entry} is proven under a later checkpoint than the bag’s',
		ru: 'запись {entry} доказана по более поздней контрольной точке, чем в пакете',
	},
	consistencyShape: {
		en: 'the consistency proofs have the wrong shape',
		ru: 'доказательства продолжения журнала составлены неверно',
	},
	notBeginning: {
		en: 'nothing shows that the log of {n} entries is a beginning of the bag’s',
		ru: 'ничто не показывает, что журнал из {n} записей есть начало журнала пакета',
	},
	consistencyCut: {
		en: 'the consistency proof ends in the middle of a line',
		ru: 'доказательство продолжения обрывается посреди строки',
	},
	reportShape: {
		en: 'report.json has the wrong shape at {where}',
		ru: 'report.json составлен неверно: {where}',
	},
	otherSection: {
		en: 'the section "{section}" of report.json is not what the entries say',
		ru: 'раздел «{section}» в report.json не соответствует записям',
	},
	otherRow: {
		en: 'row {n} of the custody table is not what entry {entry} says',
		ru: 'строка {n} таблицы событий не соответствует записи {entry}',
	},
	rowsUnbacked: {
		en: 'the custody table has rows that no entry backs',
		ru: 'в таблице событий есть строки, за которыми нет записей',
	},
	otherIssuer: {
		en: 'the issuer of the report is not who the entries say',
		ru: 'составитель отчёта не тот, кого называют записи',
	},
	issuerNotLead: {
		en: 'the issuer did not lead the case when the report was begun',
		ru: 'составитель не был ведущим дела, когда отчёт начат',
	},
	neverReceived: {
		en: 'item {item} was never received',
		ru: 'файл {item} никогда не поступал',
	},
	otherSealed: {
		en: 'the sealed hashes of item {item} are not those of the entry that received it',
		ru: 'хеши запечатанного файла {item} не те, что в записи о приёме',
	},
	keptOther: {
		en: 'entry {entry} kept other bytes than were received',
		ru: 'по записи {entry} сохранены не те байты, что поступили',
	},
	unkeptOther: {
		en: 'the report names other items as not well kept than the entries do',
		ru: 'отчёт называет плохо сохранёнными не те файлы, что записи',
	},
	otherNumbers: {
		en: 'the exhibit numbers of item {item} are not those the notary gave',
		ru: 'номера доказательств файла {item} не те, что дал нотариус',
	},
	otherLabel: {
		en: 'an exhibit of item {item} is labelled with another number',
		ru: 'доказательство файла {item} обозначено другим номером',
	},
	underNothing: {
		en: 'entry {entry} numbers a clip under no exhibit of its item',
		ru: 'запись {entry} нумерует фрагмент вне доказательства его файла',
	},
	notAcceptance: {
		en: 'the entry beside the report is not the acceptance of its signature',
		ru: 'запись рядом с отчётом не о принятии его подписи',
	},
	signedOther: {
		en: 'the report was signed under another id or case',
		ru: 'отчёт подписан под другим номером или делом',
	},
	signedFiled: {
		en: 'the signature is filed under another case',
		ru: 'подпись учтена за другим делом',
	},
	caseOther: {
		en: 'case.jsonld does not say what report.json says',
		ru: 'case.jsonld говорит не то, что report.json',
	},
	signedByOther: {
		en: 'the report was signed by somebody else than its issuer',
		ru: 'отчёт подписал не его составитель',
	},
	signedNotLead: {
		en: 'the report was signed by somebody who did not lead the case',
		ru: 'отчёт подписал не ведущий дела',
	},
	signedEarly: {
		en: 'the report was signed before the events it tells of',
		ru: 'отчёт подписан раньше событий, о которых он говорит',
	},
	notThatSigned: {
		en: '{what} is not the one that was signed',
		ru: '{what}: не то, что было подписано',
	},
	noteOther: {
		en: 'report.note is about other files',
		ru: 'report.note о других файлах',
	},
	onePath: {
		en: 'two of the files have one path',
		ru: 'у двух файлов один путь',
	},
	goneUnreadable: {
		en: '{path} cannot be read any more',
		ru: '{path} больше не читается',
	},
} as const;
