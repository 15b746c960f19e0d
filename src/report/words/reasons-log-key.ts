/** Why what a bag shows of the log's keys, and how they were rotated, does not hold. */
export const logKeyReasons = {
	rotatedLater: {
		en: 'the log’s key was rotated after the bag’s checkpoint',
		ru: 'ключ журнала сменили позже контрольной точки пакета',
	},
	rotationShape: {
		en: 'what shows how the log’s key was rotated has the wrong shape',
		ru: 'то, что показывает смену ключа журнала, устроено неправильно',
	},
	rotatedElsewhere: {
		en: 'the rotations of the log’s key do not lead to the key that the bag names',
		ru: 'смены ключа журнала не ведут к ключу, названному в пакете',
	},
	noRotation: {
		en: 'this entry does not rotate the key of the log',
		ru: 'эта запись не меняет ключ журнала',
	},
	notLast: {
		en: 'the entry that closes a key is the last one it signed',
		ru: 'запись, закрывающая ключ, должна быть последней, которую он подписал',
	},
	closesOther: {
		en: 'this entry closes another key',
		ru: 'эта запись закрывает другой ключ',
	},
	eventsElsewhere: {
		en: 'the events before a rotation are not shown under the final checkpoint',
		ru: 'события до смены ключа показаны не под его последней контрольной точкой',
	},
	eventsAfter: {
		en: 'what came after a rotation cannot have led to it',
		ru: 'то, что было после смены ключа, не могло к ней привести',
	},
	noSteward: {
		en: 'the key of the log was rotated by somebody who was no steward',
		ru: 'ключ журнала сменил не распорядитель',
	},
	nextOfOther: {
		en: 'the next key is of another log',
		ru: 'следующий ключ принадлежит другому журналу',
	},
	numberTaken: {
		en: 'entry {index} is numbered as another event of the archive than it can be',
		ru: 'у записи {index} номер события архива, которого у неё быть не может',
	},
	noNext: {
		en: 'this is no next key of this log',
		ru: 'это не следующий ключ этого журнала',
	},
} as const;
