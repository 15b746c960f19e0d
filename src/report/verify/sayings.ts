import type { HiddenKind } from '../../domain/leaves.ts';
import type { Language } from './event-words.ts';

/** The fixed sentences of a report: what it certifies, what it proves, what it does not, what it does not know. */
export interface Sayings {
	gaps(values: { [name: string]: unknown }): string[];
	originClaims: string;
	originNotDisclosed: string;
	originWithheld: string;
	originLeftOut: string;
	notesLeftOut: string;
	framesLeftOut: string;
	technicalNotKnown: string;
	noDeviations: string;
	noDerivatives: string;
	blurredFrames: string;
	hidden: { readonly [K in HiddenKind]: string };
	/** Single people are named; of the others, how often clips show them. */
	onlyPeople(named: readonly string[], withheld: number): string;
	hiddenEntries(indices: readonly number[]): string;
	certification: string;
	/** What is proven beside what is known of the bytes. */
	proven: string[];
	notProven: string[];
}

const fieldNames: { readonly [L in Language]: { readonly [name: string]: string } } = {
	en: {
		purpose: 'the purpose of the report',
		authority: 'the authority it is issued under',
		recipient: 'its recipient',
		legalBasis: 'the legal basis of holding the material',
		consent: 'consent of the people shown',
		restrictions: 'restrictions on use',
		victimProtection: 'protection measures for victims',
	},
	ru: {
		purpose: 'цель отчёта',
		authority: 'основание выдачи отчёта',
		recipient: 'получатель',
		legalBasis: 'правовое основание хранения материалов',
		consent: 'согласие изображённых лиц',
		restrictions: 'ограничения на использование',
		victimProtection: 'меры защиты потерпевших',
	},
};

const gaps =
	(language: Language, sentence: (name: string) => string) =>
	(values: { [name: string]: unknown }): string[] =>
		Object.entries(values).flatMap(([name, value]) =>
			value === null ? sentence(fieldNames[language][name] ?? name) : [],
		);

export const sayings: { readonly [L in Language]: Sayings } = {
	en: {
		gaps: gaps('en', (name) => `Not stated in this report: ${name}.`),
		originClaims:
			'What the delivery record says about the recording was told to the archive. The archive did not see the recording made and cannot confirm it.',
		originNotDisclosed:
			'Who recorded the material, when, and in what conditions is not disclosed in this report, or not known to the archive.',
		originWithheld:
			'What the archive was told of who recorded the material, when, and in what conditions is kept back in this report.',
		originLeftOut: 'The delivery record is kept back: how the material came, and what was said of its recording.',
		notesLeftOut: 'What was written about clips is kept back.',
		framesLeftOut: 'Key frames are left out.',
		technicalNotKnown: 'For at least one item no result of a technical examination is disclosed.',
		noDeviations: 'The log holds no failure and no repetition for this case and these items up to the checkpoint.',
		noDerivatives: 'The log holds no working copy made from these items up to the checkpoint.',
		blurredFrames:
			'Key frames are given as a mosaic of at most 16 × 16 even fields, made from the working copies when the report was made; nothing finer can be got back from them.',
		hidden: {
			names: 'File names and paths are withheld, and every text that repeats one; items go by their exhibit numbers.',
			people: 'Who is shown in clips is withheld.',
			technical: 'Sizes, times, plaintext hashes and technical findings of the files are withheld.',
			titles: 'The titles of the case and of exhibits are withheld.',
			purposes: 'What people wrote of their reasons for single acts is withheld.',
		},
		onlyPeople: (named, withheld) =>
			`Of the people shown in clips only those who were chosen are named: ${named.join(', ')}. Others are withheld: ${withheld}, counted in each clip by itself; their names stay hashes. Clips whose details are withheld as a whole are not counted.`,
		hiddenEntries: (indices) => `The sealed details of these entries are withheld as a whole: ${indices.join(', ')}.`,
		certification:
			'I certify that the records listed in this report were made by the electronic process described in it; that the digital copies named here were identified by the process of digital identification (SHA-256) described here; that the hashes, entries and proofs in this bag are those I took from the log at the named checkpoint; and that I left out no event that the notary numbered under the case and the items named here up to that checkpoint. I express no opinion on what the footage shows.',
		proven: [
			'Every event of the case and of each item up to the checkpoint is in the table, with the refused attempts, up to twenty an hour, of people who could know it (members of the case at that time who were not suspended, and the examination process): the notary numbered them 1..n and none is missing.',
			'Each event was signed by the person shown, with their own key, before the log took it in; neither can the archive invent one nor the person deny one.',
			'Entries are under a checkpoint signed with the log key: none of them was changed, removed or put in later without that showing.',
		],
		notProven: [
			'That what the footage shows is true, complete, lawful or in context.',
			'Who recorded it and when, beyond what the delivery record claims.',
			'What happened to the bytes before the archive received them, and what the depositor kept.',
			'What anybody watched: the log shows who was given the means to open an item.',
			'Attempts by anybody else (outsiders, former members, people who were suspended): what the archive turned away before it reached the log is recorded nowhere; the rest are entries of those people and are not in this report.',
			'Refusals beyond twenty an hour by one person: they are counted under that person, not under the item.',
			'Claimed times are the signers’ clocks and attested times the notary’s clock. From outside comes only what the time authorities under Integrity say, and only that entries are no younger than that.',
			'That the log is the archive’s: compare the fingerprint of the log key with one you received by another way.',
			'That nobody was shown another version of the log, beyond what outside witnesses, whose keys you must have from elsewhere, have cosigned.',
		],
	},
	ru: {
		gaps: gaps('ru', (name) => `В этом отчёте не указано: ${name}.`),
		originClaims:
			'Сведения о записи в акте приёма сообщены архиву. Архив не присутствовал при записи и подтвердить их не может.',
		originNotDisclosed:
			'Кто, когда и в каких условиях осуществлял запись (ст. 77 ГПК РФ), в этом отчёте не раскрывается либо архиву не известно.',
		originWithheld:
			'Что архиву сообщили о том, кто, когда и в каких условиях осуществлял запись (ст. 77 ГПК РФ), в этом отчёте не раскрыто.',
		originLeftOut: 'Акт приёма не раскрывается: как поступили материалы и что было сказано об их записи.',
		notesLeftOut: 'Что написано о фрагментах, не раскрывается.',
		framesLeftOut: 'Ключевые кадры не приводятся.',
		technicalNotKnown: 'Хотя бы для одного файла результаты технической обработки не раскрыты.',
		noDeviations: 'До контрольной точки в журнале нет сбоев и повторов по этому делу и этим файлам.',
		noDerivatives: 'До контрольной точки в журнале нет рабочих копий, изготовленных из этих файлов.',
		blurredFrames:
			'Ключевые кадры даны мозаикой не более чем из 16 × 16 ровных полей, сделанной из рабочих копий при составлении отчёта; ничего мельче из них восстановить нельзя.',
		hidden: {
			names:
				'Имена файлов и пути не раскрываются, как и любой текст, который их повторяет; файлы названы по номерам доказательств.',
			people: 'Кто показан во фрагментах, не раскрывается.',
			technical: 'Размеры, время, хеши открытых файлов и технические сведения о них не раскрываются.',
			titles: 'Названия дела и доказательств не раскрываются.',
			purposes: 'Что участники писали о причинах отдельных действий, не раскрывается.',
		},
		onlyPeople: (named, withheld) =>
			`Из показанных во фрагментах названы только выбранные: ${named.join(', ')}. Не раскрыты другие: ${withheld}, в каждом фрагменте отдельно; вместо их имён — хеши. Фрагменты, сведения о которых не раскрыты целиком, не учтены.`,
		hiddenEntries: (indices) => `Зашифрованные сведения этих записей не раскрываются целиком: ${indices.join(', ')}.`,
		certification:
			'Удостоверяю, что перечисленные в отчёте записи созданы описанным в нём электронным процессом; что названные цифровые копии опознаны описанным здесь способом цифровой идентификации (SHA-256); что хеши, записи и доказательства включения в этом пакете взяты мной из журнала на указанной контрольной точке; что ни одно событие, пронумерованное нотариусом по делу и названным файлам до этой контрольной точки, не опущено. О содержании изображения мнения не выражаю.',
		proven: [
			'Все события дела и каждого файла до контрольной точки приведены в таблице, включая отклонённые попытки, до двадцати в час, тех, кто мог о нём знать (неотстранённых участников дела на тот момент и процесса обработки): нотариус пронумеровал их 1..n, пропусков нет.',
			'Каждое событие подписано указанным лицом его собственным ключом до внесения в журнал: архив не может его выдумать, а лицо — отрицать.',
			'Записи находятся под контрольной точкой, подписанной ключом журнала: ни одну нельзя незаметно изменить, удалить или вставить задним числом.',
		],
		notProven: [
			'Что изображённое правдиво, полно, законно или дано в верном контексте.',
			'Кто и когда сделал запись, кроме того, что заявлено в акте приёма.',
			'Что происходило с файлами до поступления в архив и что осталось у передавшего.',
			'Что именно кто-либо просматривал: журнал показывает, кому была дана возможность открыть файл.',
			'Попытки всех прочих (посторонних, бывших участников, отстранённых): что архив отклонил до журнала, не записано нигде; остальное — записи об этих людях, в отчёт они не входят.',
			'Отказы сверх двадцати в час одному лицу: они подсчитаны в записях об этом лице, а не о файле.',
			'Заявленное время — по часам подписавшего, засвидетельствованное — по часам нотариуса. Извне — только слово служб времени, названных в разделе о целостности, и только о том, что записи не моложе.',
			'Что журнал принадлежит этому архиву: сравните отпечаток ключа журнала с полученным иным путём.',
			'Что никому не показана иная версия журнала — сверх того, что заверили внешние свидетели, ключи которых надо получить иным путём.',
		],
	},
};
