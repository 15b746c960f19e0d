/** Why a check of what was chosen to leave says no, in every language; as in `reasons-report.ts`. */
export const choiceReasons = {
	begunSilently: {
		en: 'the report was begun without saying what is to leave',
		ru: 'отчёт начат без указания, что из дела выходит',
	},
	begunForOther: {
		en: 'the report was begun for other choices than it shows',
		ru: 'отчёт начат для иного состава сведений, чем в нём показан',
	},
	chosenOther: {
		en: 'the report says that something else was chosen to leave than it was begun for',
		ru: 'отчёт называет иной состав сведений, чем тот, для которого он начат',
	},
	otherRecipient: {
		en: 'the report names another recipient or purpose than it was begun for',
		ru: 'отчёт называет иного получателя или иную цель, чем те, для которых он начат',
	},
	otherWords: {
		en: 'the report says something else in the issuer’s own words than it was begun for',
		ru: 'в отчёте сказано от составителя иное, чем то, для чего он начат',
	},
	wordsNotAgreed: {
		en: 'the report says in the issuer’s own words what its second lead did not agree to',
		ru: 'в отчёте сказано от составителя то, на что второй ведущий не соглашался',
	},
	otherWithheld: {
		en: 'the report says that something else is withheld than is',
		ru: 'отчёт говорит, что не раскрыто нечто иное, чем на деле',
	},
	beyondChoice: {
		en: 'the report shows what was to stay hidden: {choice}',
		ru: 'отчёт показывает то, что должно было остаться скрытым: {choice}',
	},
	noSecondLead: {
		en: 'the report was begun without the second lead whom its case asks for',
		ru: 'отчёт начат без согласия второго ведущего, которого требует дело',
	},
	itemForOther: {
		en: 'entry {entry} begins the report for something else than was agreed to',
		ru: 'запись {entry} начинает отчёт для иного, чем то, на что дано согласие',
	},
	notCoarse: {
		en: '{path} is not made coarse, and only such key frames were to leave',
		ru: '{path}: кадр не огрублён, а выйти должны были только такие',
	},
	notBaseline: {
		en: 'this picture is no baseline JPEG: it cannot be made coarse',
		ru: 'это изображение не JPEG простого вида: огрубить его нельзя',
	},
	jpegCut: {
		en: 'this JPEG ends too early, or has codes that it never named',
		ru: 'этот JPEG обрывается или содержит коды, которых не называл',
	},
	notAcknowledged: {
		en: 'a bag that does not hold is not acknowledged',
		ru: 'пакет, который не сходится, не подтверждается',
	},
} as const;
