/**
 * Why a check says no, in every language. The English is what the verifier says itself, with names in braces where it says
 * what it is about. These are about the bag, the log and the zip.
 */
export const bagReasons = {
	policyLogs: {
		en: 'the policy does not name one log',
		ru: 'в пакете назван не один журнал',
	},
	noWitness: {
		en: 'no witness has cosigned the log of this bag',
		ru: 'журнал этого пакета не заверил ни один свидетель',
	},
	fewWitnesses: {
		en: '{by} of the {all} witnesses of your policy cosigned, which is fewer than it asks for',
		ru: 'по вашей политике журнал заверили свидетелей: {by} из {all}, а нужно больше',
	},
	laterThanWitnessed: {
		en: 'witnesses cosigned the first {size} entries, and this bag has later ones, up to {last}',
		ru: 'свидетели заверили первых записей: {size}, а в пакете есть и более поздние, до {last}',
	},
	cosignedLater: {
		en: 'witnesses cosigned a later checkpoint than the bag’s',
		ru: 'свидетели заверили более позднюю контрольную точку, чем та, что в пакете',
	},
	oneAlone: {
		en: 'one file alone contradicts nothing',
		ru: 'один файл ничему не противоречит',
	},
	noKeyNamed: {
		en: 'these files do not name their log key',
		ru: 'в этих файлах не назван ключ журнала',
	},
	twoLogs: {
		en: 'these are of two logs with different keys: they cannot contradict each other',
		ru: 'это два журнала с разными ключами: противоречить друг другу они не могут',
	},
	noTestimony: {
		en: 'this is no bag, no checkpoint and no file of receipts',
		ru: 'это не пакет, не контрольная точка и не файл квитанций',
	},
	bagsWitnesses: {
		en: 'the witnesses are those the bag names: give a policy of your own',
		ru: 'свидетелей назвал сам пакет: задайте собственную политику',
	},
	badCosignature: {
		en: 'the cosignature of {name} does not verify',
		ru: 'подпись свидетеля {name} не сходится',
	},
	stampedLater: {
		en: 'a later checkpoint than the bag’s was stamped with a time',
		ru: 'отметка времени стоит на более поздней контрольной точке, чем та, что в пакете',
	},
	notStamped: {
		en: 'no time authority has stamped the log of this bag',
		ru: 'журнал этого пакета не заверила ни одна служба времени',
	},
	strayTimes: {
		en: 'there are other files than checkpoints and their time tokens',
		ru: 'кроме контрольных точек и отметок времени есть и другие файлы',
	},
	bagsAuthorities: {
		en: 'who the time authorities are is known from the bag alone: give their certificates',
		ru: 'о службах времени известно только из самого пакета: задайте их сертификаты',
	},
	timeOther: {
		en: 'the time token is over other bytes',
		ru: 'отметка времени поставлена на другие байты',
	},
	timeUnread: {
		en: 'the time token cannot be read',
		ru: 'отметку времени нельзя прочесть',
	},
	timeRefusal: {
		en: 'the time token is a refusal',
		ru: 'вместо отметки времени — отказ',
	},
	timeUnsigned: {
		en: 'the time token is not signed by the certificate in it',
		ru: 'отметка времени подписана не тем сертификатом, что в ней',
	},
	timeUnnamed: {
		en: 'the time token does not name the certificate it is signed with',
		ru: 'отметка времени не называет сертификат, которым подписана',
	},
	timeUsage: {
		en: 'the time token is signed with a certificate that is not for time stamping alone',
		ru: 'сертификат отметки времени предназначен не только для отметок времени',
	},
	timeAuthority: {
		en: 'the time token comes from an authority that leads to none of the certificates you trust ({why})',
		ru: 'отметка времени — от службы, которая не восходит ни к одному сертификату, которому вы доверяете ({why})',
	},
	openingShape: {
		en: 'the opening of the leaf has the wrong shape',
		ru: 'раскрытие листа составлено неверно',
	},
	otherLeaf: {
		en: 'the leaf beside the entry is not its leaf',
		ru: 'лист рядом с записью не её лист',
	},
	detailUnnamed: {
		en: 'a detail is disclosed that the statement does not name',
		ru: 'раскрыты подробности, которых заявление не называет',
	},
	manifestEnd: {
		en: 'a manifest ends with a whole line',
		ru: 'список файлов кончается неполной строкой',
	},
	manifestLine: {
		en: 'a manifest has a line that is not "hash, two spaces, safe path"',
		ru: 'в списке файлов есть строка не вида «хеш, два пробела, путь»',
	},
	manifestTwice: {
		en: 'the manifest names {path} twice',
		ru: 'список называет {path} дважды',
	},
	notBagit: {
		en: 'bagit.txt does not declare a BagIt 1.0 bag',
		ru: 'bagit.txt не объявляет пакет BagIt 1.0',
	},
	unlisted: {
		en: 'the bag holds {path}, which no manifest lists',
		ru: 'в пакете есть {path}, которого нет в списках',
	},
	besideData: {
		en: 'the bag holds {path}, which no custody report has beside its data',
		ru: 'в пакете есть {path}; рядом с данными отчёта такого файла не бывает',
	},
	unaccounted: {
		en: 'the bag holds {path}, which nothing in the report accounts for',
		ru: 'в пакете есть {path}; ничто в отчёте этого не объясняет',
	},
	missing: {
		en: '{path} is in a manifest but not in the bag',
		ru: '{path} есть в списке, но нет в пакете',
	},
	wrongManifest: {
		en: '{path} is in the wrong manifest',
		ru: '{path} не в том списке',
	},
	manifestHash: {
		en: '{path} does not have the hash in the manifest',
		ru: '{path}: хеш не тот, что в списке',
	},
	enrolsNotSteward: {
		en: 'entry {entry} enrols somebody, but is not by a steward',
		ru: 'запись {entry} вносит кого-то, но подписал её не распорядитель',
	},
	enrolsUnproven: {
		en: 'entry {entry} enrols a key whose owner did not sign for it',
		ru: 'запись {entry} вносит ключ, владелец которого за него не расписался',
	},
	otherArchive: {
		en: 'this bag is from another log than the key you gave: its origin is not that archive',
		ru: 'пакет из другого журнала, чем данный вами ключ: он не из того архива',
	},
	notInBag: {
		en: '{path} is not in the bag',
		ru: '{path} нет в пакете',
	},
	notPlain: {
		en: '{path} is not a plain file',
		ru: '{path}: не обычный файл',
	},
	zipMany: {
		en: 'the zip names more than {limit} files',
		ru: 'в архиве zip больше {limit} файлов',
	},
	zipBomb: {
		en: 'the zip unpacks to far more than it is large',
		ru: 'архив zip распаковывается в несоразмерно большее',
	},
	zipEncrypted: {
		en: 'the zip is encrypted',
		ru: 'архив zip зашифрован',
	},
	zipLonger: {
		en: 'a file in the zip is longer than it says',
		ru: 'файл в архиве zip длиннее, чем в нём сказано',
	},
	zipUnread: {
		en: 'this zip is not read: {why}',
		ru: 'архив zip не читается: {why}',
	},
	noKeyGiven: {
		en: 'no key was given that came by another way: compare the fingerprint',
		ru: 'не дан ключ, полученный иным путём: сравните отпечаток',
	},
	unreadablePart: {
		en: 'this part of the bag cannot be read ({name})',
		ru: 'эта часть пакета не читается ({name})',
	},
	issuerWord: {
		en: '{field} of {named}: on the word of the issuer alone',
		ru: '{named}: поле «{field}» только со слов составителя',
	},
	noNote: {
		en: 'this is not a signed note: {why}',
		ru: 'это не подписанная записка: {why}',
	},
	noteUnsigned: {
		en: 'the log key did not sign this note',
		ru: 'эта записка не подписана ключом журнала',
	},
	noteForged: {
		en: 'the signature on this note is not by the log key',
		ru: 'подпись на этой записке не ключа журнала',
	},
	noCheckpoint: {
		en: 'this is not a checkpoint',
		ru: 'это не контрольная точка',
	},
	checkpointOther: {
		en: 'this checkpoint is of another log',
		ru: 'эта контрольная точка другого журнала',
	},
	noProof: {
		en: 'this is not a tlog-proof',
		ru: 'это не доказательство включения',
	},
	notInTree: {
		en: 'index {n} is not in a tree of {size} leaves',
		ru: 'номера {n} нет в дереве из {size} листьев',
	},
	proofLong: {
		en: 'the inclusion proof is longer than the tree is high',
		ru: 'доказательство включения длиннее высоты дерева',
	},
	notUnderRoot: {
		en: 'entry {entry} is not under this root',
		ru: 'записи {entry} нет под этим корнем',
	},
	notContinued: {
		en: 'the log of {to} entries does not continue the log of {from} entries',
		ru: 'журнал из {to} записей не продолжает журнал из {from}',
	},
	otherIndex: {
		en: 'the receipt names one index and proves another',
		ru: 'квитанция называет один номер и доказывает другой',
	},
	receiptType: {
		en: 'the receipt is of another type of entry',
		ru: 'квитанция от записи другого вида',
	},
	entryForged: {
		en: 'the signature of entry {entry} is not by its actor',
		ru: 'подпись записи {entry} не того, кто в ней назван',
	},
	entryOtherLog: {
		en: 'this entry is of another log',
		ru: 'это запись другого журнала',
	},
	otherFields: {
		en: 'these fields are not those that were signed',
		ru: 'эти поля не те, что подписаны',
	},
	openingMalformed: {
		en: 'this opening of a detail is malformed',
		ru: 'раскрытие подробностей составлено неверно',
	},
	detailMalformed: {
		en: 'this sealed detail is malformed',
		ru: 'запечатанные подробности составлены неверно',
	},
	detailOther: {
		en: 'this sealed detail is not the one that was signed',
		ru: 'запечатанные подробности не те, что подписаны',
	},
	statementLarge: {
		en: 'a statement has at most {limit} bytes',
		ru: 'в заявлении не больше {limit} байт',
	},
	statementShape: {
		en: 'this statement has the wrong shape: {where}',
		ru: 'заявление составлено неверно: {where}',
	},
	noJson: {
		en: 'this is not JSON',
		ru: 'это не JSON',
	},
	notCanonical: {
		en: 'this JSON is not in canonical form (RFC 8785)',
		ru: 'этот JSON не в канонической форме (RFC 8785)',
	},
} as const;
