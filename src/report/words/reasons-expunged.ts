/** Why a check of what was expunged says no, in every language; as in `reasons-bag.ts`. */
export const expungedReasons = {
	goneTwice: {
		en: 'entry {entry} is in the bag both whole and as what remains of it',
		ru: 'запись {entry} есть в пакете и целиком, и в том, что от неё осталось',
	},
	goneShape: {
		en: 'what remains of entry {entry} has the wrong shape',
		ru: 'оставшееся от записи {entry} имеет неверный вид',
	},
	goneLeaf: {
		en: 'the leaf of entry {entry} does not open to what the notary said of it',
		ru: 'лист записи {entry} раскрывается не в то, что сказал о ней нотариус',
	},
	goneLeftOut: {
		en: 'event {n} of the expunged item {item} is not in the bag: something was left out',
		ru: 'уничтоженный файл {item}: события {n} нет в пакете, что-то опущено',
	},
	goneUnshown: {
		en: 'nothing shows that item {item} was received and expunged',
		ru: 'не показано, что файл {item} был получен и уничтожен',
	},
	goneNumber: {
		en: 'the expunged item {item} was never given the number that the report says',
		ru: 'уничтоженному файлу {item} не давали номера, названного в отчёте',
	},
	goneOthers: {
		en: 'the report was begun for other expunged items than it names',
		ru: 'отчёт начат для других уничтоженных файлов, чем в нём названы',
	},
	goneNamedTwice: {
		en: 'the report names an expunged item twice',
		ru: 'уничтоженный файл назван в отчёте дважды',
	},
	goneSaid: {
		en: 'what the report says of the expunged item {item} is not what its entries say',
		ru: 'об уничтоженном файле {item} отчёт говорит не то, что его записи',
	},
	goneLater: {
		en: 'item {item} was expunged after the report was begun',
		ru: 'файл {item} уничтожен уже после начала отчёта',
	},
	goneForeign: {
		en: 'what remains of entry {entry} is of no expunged item of the report',
		ru: 'оставшееся от записи {entry} не относится ни к одному уничтоженному файлу отчёта',
	},
	aboutNothing: {
		en: 'the report is about no item',
		ru: 'отчёт ни о каком файле',
	},
} as const;
