/** Why a recipient's acknowledgement is worth nothing, in every language; as in `reasons-bag.ts`. */
export const acknowledgedReasons = {
	noAcknowledgement: {
		en: 'this is not a signed acknowledgement of a report',
		ru: 'это не подписанное подтверждение получения отчёта',
	},
	acknowledgedOtherLog: {
		en: 'the acknowledgement is of a report from another log',
		ru: 'подтверждение об отчёте из другого журнала',
	},
	acknowledgedOther: {
		en: 'the acknowledgement is of a report that is neither this one nor signed in its case before',
		ru: 'подтверждение об отчёте, который и не этот, и не был прежде подписан в его деле',
	},
	acknowledgedFiles: {
		en: 'the acknowledgement is of other files than the report has',
		ru: 'подтверждение о других файлах, чем в отчёте',
	},
} as const;
