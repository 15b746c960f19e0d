import type { en } from './en.ts';
import { card } from './ru-card.ts';
import { col } from './ru-columns.ts';
import { copies } from './ru-copies.ts';
import { demo } from './ru-demo.ts';
import { errors, file } from './ru-errors.ts';
import { expunge } from './ru-expunge.ts';
import { formerly } from './ru-formerly.ts';
import { handOver } from './ru-hand-over.ts';
import { help } from './ru-help.ts';
import { keys } from './ru-keys.ts';
import { layout } from './ru-layout.ts';
import { leave } from './ru-leave.ts';
import { loss } from './ru-loss.ts';
import { machine } from './ru-machine.ts';
import { marks } from './ru-marks.ts';
import { monitor } from './ru-monitor.ts';
import { proxy } from './ru-proxy.ts';
import { put } from './ru-put.ts';
import { recovery } from './ru-recovery.ts';
import { refuse } from './ru-refuse.ts';
import { repair } from './ru-repair.ts';
import { share } from './ru-share.ts';
import { delivery, field } from './ru-show.ts';
import { start } from './ru-start.ts';
import { stewards } from './ru-stewards.ts';
import { time } from './ru-time.ts';
import { witness } from './ru-witness.ts';

/** Всё, что говорит командная строка, по-русски. */
export const ru: typeof en = {
	card,
	copies,
	demo,
	refuse,
	keys,
	help,
	errors,
	file,
	put,
	recovery,
	expunge,
	handOver,
	leave,
	loss,
	start,
	stewards,
	machine,
	marks,
	monitor,
	repair,
	layout,
	proxy,
	formerly,
	delivery,
	share,
	time,
	witness,
	state: { received: 'принят', kept: 'сохранён', examined: 'обработан', failed: 'СБОЙ' },
	examples: 'Примеры:',
	failure: ({ what, advice }, message) =>
		`${what}${message === '' ? '' : ` (${message})`}${advice === '' ? '' : `; ${advice}`}`,
	usage: (code, message) => {
		const what = /'([^']*)'/.exec(message)?.[1] ?? '';
		return `${usage[code] ?? message}${usage[code] === undefined || what === '' ? '' : `: ${what}`}; как надо, покажет --help`;
	},
	interrupted: 'прервано; ничего недописанного не осталось',
	left: 'осталось',

	askPassphrase: 'Парольная фраза: ',
	askNewPassphrase: 'Новая парольная фраза: ',
	askAgain: 'Ещё раз: ',
	aboutPassphrase: (least) =>
		`Ключи запечатываются парольной фразой, не короче ${least} знаков. Хороши четыре-пять случайных слов. Сбросить её не может никто.`,
	wrongPassphrase: 'Эта фраза ваши ключи не открывает; ещё раз.',
	shortPassphrase: (least) =>
		`парольная фраза для новых ключей не короче ${least} знаков: хороши четыре-пять случайных слов`,
	otherPassphrase: 'фразы различаются: ничего не записано, начните снова',
	noPassphrase: 'нужна парольная фраза, а спросить негде: задайте CUSTOS_PASSPHRASE или --passphrase-file',
	noIdentity: (folder) =>
		`в ${folder} нет ключей: начните с \`custos init\` или \`custos join\`, либо назовите свою папку: --home`,
	noArchive: (folder) =>
		`папка ${folder} ещё не принадлежит никакому архиву: начните с \`custos init\` или \`custos join\``,
	folderTaken: (folder) =>
		`папка ${folder} уже принадлежит архиву: для другого человека или архива назовите другую: --home`,
	missing: (option) => `нужно ${option}: спросить негде или ответ пуст`,
	oneOf: (option, values) => `${option}: одно из ${values.join(', ')}`,
	archiveSlow: (server) => `Архив ${server} пока не отвечает; попытки займут около пятнадцати секунд…`,

	askCode: 'Код, который напечатал `npm start`: ',
	recoveryThere: (path, option) => `${path} уже есть и никогда не перезаписывается: назовите другое место: ${option}`,
	recoveryElsewhere: (path, option) =>
		`прежний init в этой папке прервался; дайте его ключ восстановления через ${option} (это не ${path}) или начните с другой папкой --home`,
	recoveryFile: [
		'Ключ восстановления Custos. Открывает всё в архиве. Храните его без сети, в двух местах и никогда на машине архива.',
		'Открыть материал: age -d -i ЭТОТ-ФАЙЛ item.age',
	],
	founded: (person, folder) => `Архив основан. Вы его первый распорядитель, ${person}; ваши ключи в ${folder}.`,
	recoveryLoud: (path) => [
		'!!  КЛЮЧ ВОССТАНОВЛЕНИЯ В ЭТОМ ФАЙЛЕ:',
		`!!      ${path}`,
		'!!  Он открывает каждый файл архива, и если ваши ключи пропадут, больше их не откроет ничто; имена, заметки и акты приёма пропадут с ними.',
		'!!  СЕЙЧАС ЖЕ перенесите его на носитель без сети, сделайте вторую копию в другом месте и удалите здесь.',
	],
	waitingForWorker: 'Ждём обработчика (не дольше 20 секунд)…',
	workerEnrolled: 'Обработчик при архиве внесён в реестр.',
	workerMissing:
		'Обработчик ещё не просился в архив. Пока его нет, принять ничего нельзя. Когда он заработает: custos approve --all',
	afterInit: 'Дальше:  custos case new "НАЗВАНИЕ" --prefix ABC     и     custos invite --role member --name ИМЯ',

	aboutInvite: (role) => `Передайте эту строку лично, по закрытому каналу; она действует один раз и даёт роль ${role}:`,
	afterInvite: 'Когда строка будет набрана (custos join), просьба видна в: custos approve',
	askInvite: 'Приглашение: ',
	asked: (person, role) =>
		`Вы попросились в архив как ${person} (${role}). Продиктуйте этот отпечаток голосом тому, кто вас пригласил:`,
	afterJoin: 'Когда вас утвердят, `custos status` покажет архив.',
	fileThere: (path) => `${path} уже есть и никогда не перезаписывается: выберите другое имя`,
	profileSaved: (path) =>
		`Сохранено в ${path}. Файл запечатан вашей парольной фразой: перенесите его, откройте в браузере («Мой профиль сохранён в файле») или командой \`custos profile load\`, затем удалите.`,
	profileLoaded: (person, folder) => `Вы ${person}; ваши ключи в ${folder}.`,
	approved: (name, person, role) => `Внесён: ${person}${name === '' ? '' : ` ${name}`} (${role})`,
	noRequests: 'Никто не просится.',
	afterRequests: 'Сверьте отпечаток голосом, затем: custos approve УЧАСТНИК   (или --all)',
	noRequestBy: (wanted) =>
		`никто с таким именем или ключом не просится: ${wanted}; \`custos approve\` покажет, кто просится`,
	notGenuine: 'эта просьба сделана не по вашему приглашению: ключи могли подменить; пригласите человека снова',
	genuine: 'подлинная',
	forged: 'НЕ ВАШЕ ПРИГЛАШЕНИЕ',
	you: 'вы',
	active: 'работает',
	suspended: 'ПРИОСТАНОВЛЕН',
	removed: 'исключён',
	nowSuspended: (name) =>
		`Приостановлен: ${name}. Открытое прежде остаётся открытым; \`custos history\` покажет, что именно.`,
	nowActive: (name) => `Доступ возвращён: ${name}.`,
	noPerson: (wanted) => `в реестре нет никого с именем или ключом ${wanted}: \`custos people\` покажет всех`,
	severalPeople: (wanted) => `под ${wanted} подходит несколько человек: дайте больше знаков ключа`,

	wrongPrefix: (most) => `--prefix: от 1 до ${most} букв любого письма или цифр 0–9, например GUL`,
	prefixTaken: (prefix, title) => `буквы ${prefix} уже у вашего дела «${title}»: выберите другие`,
	caseMade: (title, id) => `Дело заведено: ${title} (${id}). Вы его ведущий.`,
	afterCase: (prefix) =>
		`Дальше:  custos put ПАПКА --case ${prefix}     и     custos case add-member ${prefix} УЧАСТНИК --role editor`,
	noCases:
		'Вы не участвуете ни в одном деле. Допустить вас может ведущий (custos case add-member), или заведите своё: custos case new',
	memberAdded: (name, role, title) => `${name} теперь ${role} в деле «${title}».`,
	memberRemoved: (name, title) => `${name} больше не в деле «${title}». Открытое прежде остаётся открытым.`,
	whichCase: (titles) =>
		titles.length === 0 ? 'вы не участвуете ни в одном деле' : `нужно --case; ваши дела: ${titles.join(', ')}`,

	statusServer: (server) => `Архив         ${server}`,
	statusLog: (print) => `Ключ журнала  ${print}   (сверьте голосом с другими)`,
	statusCheckpoint: (size, root) => `Проверено     записей: ${size}, корень ${root}…`,
	statusYou: (person, role, folder) => `Вы            ${person}, ${role}; папка ${folder}`,
	someFailed:
		'Материалы со сбоем всё равно сохранены. Почему: custos ls --case ДЕЛО --failed, custos history МАТЕРИАЛ; ещё раз: custos retry МАТЕРИАЛ',
	peopleAsOf: (entry, time) => `Полно по запись ${entry}, ${time}, по подписанному счёту нотариуса.`,
	peopleOld:
		'Это старые сведения: нотариус не работает, или сервер скрывает то, что было позже. Приостановка после этого не видна.',
	membersAsOf: (event, entry, time) =>
		`По событие ${event} этого дела (запись ${entry}, ${time}). До него ничего не пропущено.`,
	complete: (event, time) =>
		`Полно по событие ${event}: нотариус подписал это число ${time}; ничего более нового на тот момент не скрыто.`,
	notCounted: 'Нотариус не сообщил, сколько было событий: то, что было позже последнего, может быть скрыто.',
	waitForGone: (prefix, items, since) =>
		`${prefix}: материалов ждут обработчика, ${since === undefined ? 'ключ которого ни разу не был в работе' : `ключа которого не видно с ${since}`}: ${items}.`,
	goneOpen:
		'Запустите этот обработчик снова. Если его ключ потерян: custos invite --role worker, запустите новый с этой строкой в INVITE, custos approve, затем custos retry --waiting',
	goneClosed: 'Запустите этот обработчик снова или передайте материалы нынешнему: custos retry --waiting',
	emptyCase: (prefix) => `Дело пусто. Дальше:  custos put ПАПКА --case ${prefix}`,
	itemsShown: (shown, all, size) => `Материалов: ${shown === all ? all : `${shown} из ${all}`}, ${size}`,
	failedButKept: 'СБОЙ (сохранён)',
	sameAs: (id) => `то же, что ${id}`,
	remarked: 'обработан с замечаниями, см. `custos show`',
	wrongItem: (wanted) =>
		`материал называют идентификатором (не меньше четырёх знаков, как в \`custos ls\`) или номером доказательства, а не ${wanted}`,
	noItem: (wanted) => `в ваших делах нет материала или фрагмента ${wanted}: \`custos ls\` покажет, что есть`,
	severalCases: (wanted) =>
		`${wanted} есть в нескольких ваших делах: укажите дело его буквами перед номером, например GUL/${wanted}`,
	severalItems: (wanted) => `с ${wanted} начинается несколько материалов или фрагментов: дайте больше знаков`,
	noExhibit: (wanted) => `в ваших делах нет доказательства ${wanted}: \`custos exhibit list\` покажет их`,

	askPurpose: 'Зачем (запечатано для дела)? ',
	openingRecorded: (index) => `Записано в журнал: запись ${index}; открываем…`,
	got: (path, size) => `${path}  ${size}, все хеши совпали`,

	afterShow: (id) => `Посмотреть кадры:  custos show ${id} --out ПАПКА --purpose "…"   (запись в журнале)`,
	madeFiles: (keyframes) => `ключевых кадров: ${keyframes}`,
	nothingMade: (now) => `из этого материала ничего не изготовлено (он ${now}): записывать нечего`,
	wroteFiles: (count, folder) => `Файлов: ${count}, папка ${folder}, все хеши совпали`,

	wrongTime: (option) => `${option}: время, например 00:01:12.5 или 72.5`,
	emptyRange: '--from должно быть раньше --to',
	beyondEnd: (end) => `материал кончается на ${end}: --to дальше`,
	clipMade: (id, from, to, fromFrame, toFrame) =>
		`Фрагмент ${id}: с ${from} по ${to}${fromFrame === null ? ', кадры не известны' : `, кадры ${fromFrame}–${toFrame}`}`,
	afterClip: (id) => `Присвоить номер доказательства:  custos exhibit add ${id} --title "…"`,
	noClips: 'В этом деле фрагментов не отмечено.',
	exhibitMade: (label, id) => `${label} — номер доказательства ${id}; повторно он не выдаётся.`,
	afterExhibit: (label) => `Отчёт о сохранности:  custos report ${label} --out ПАПКА --with-originals`,
	unreadable: '(не читается: запечатанное не открывается)',
	noExhibits: 'В этом деле номеров доказательств не выдавалось.',
	itemOrCase: 'назовите либо материал, либо дело (--case)',
	historyVerified: (events, size) =>
		`Событий: ${events}, между ними ничего не пропущено; подписи и доказательства проверены, в журнале записей: ${size}.`,
	refused: (code) => `ОТКАЗАНО (${code})`,
	cls: { original: 'оригинал', working: 'рабочие копии' },
	notFailed: (now) => `повторить можно только после сбоя; этот материал ${now}`,
	waitsForWorker: 'этот материал ждёт нынешнего обработчика: `custos status` покажет, работает ли он; повторять нечего',
	rewrapped: (items) =>
		items === 0 ? 'Нет материалов, ждущих пропавшего обработчика.' : `Передано нынешнему обработчику: ${items}.`,
	retried: (id) => `${id} будет обработан ещё раз; \`custos ls\` покажет, когда готово.`,

	onlyLeads: (title) => `отчёты по делу «${title}» выпускает только его ведущий: попросите его или станьте им`,
	nothingToReport: 'материалов для отчёта нет',
	oneCase: 'отчёт — о доказательствах одного дела: эти из разных',
	reportBegins: (items) => `Фиксируем историю в журнале (материалов: ${items})…`,
	writing: 'запись',
	reportMade: (bag, items) =>
		`${bag}: отчёт о сохранности (материалов: ${items}) подписан, записан в журнал и проверен.`,
	reportNotVerified: (bag) => `${bag} записан, но НЕ ПРОХОДИТ ПРОВЕРКУ: не передавайте его.`,
	afterReport: (print) =>
		`Сообщите получателю этот отпечаток другим путём:  ${print}\nПроверка:  custos verify ПАКЕТ --log-key КЛЮЧ   (или по README-how-to-verify.txt своими средствами)`,
	certificateFirst: '--certificate-key и его парольная фраза указываются вместе с --certificate',
	askCertificatePassphrase: 'Парольная фраза ключа сертификата: ',
	noCertificatePassphrase: 'ключ сертификата запечатан, а спросить негде: укажите --certificate-passphrase-file',
	outOrZip: 'скажите, куда записать пакет: --out ПАПКА или --zip ФАЙЛ',
	noBag: (bag) => `${bag} не найден: пакет — это папка с файлом bagit.txt или её zip`,
	verdict: {
		confirmed: 'ПОДТВЕРЖДЕНО: непротиворечиво и происходит из архива, чей ключ вы дали.',
		consistent:
			'НЕПРОТИВОРЕЧИВО, НО ИСТОЧНИК НЕ ПОДТВЕРЖДЁН: подделать можно было всё целиком, вместе с ключом журнала.',
		failed: 'НЕ ПРОЙДЕНО: пакет не то, чем себя называет. Полагаться на него нельзя.',
	},
	compareFingerprint: (print) =>
		`Спросите архив другим путём, таков ли отпечаток его ключа журнала:  ${print}\nЗатем проверьте ещё раз с --log-key.`,
	entriesChecked: (count) =>
		`записей журнала: ${count}; у каждой проверены текст, подпись, лист, доказательство, подробности`,
	notProven: 'Это не доказывает:',
	onWord: 'Только со слов составителя:',

	field,
	col,
};

const usage: { readonly [code: string]: string | undefined } = {
	'commander.help': 'не хватает команды',
	'commander.unknownCommand': 'нет такой команды',
	'commander.unknownOption': 'нет такого параметра',
	'commander.missingArgument': 'не хватает аргумента',
	'commander.optionMissingArgument': 'у параметра нет значения',
	'commander.missingMandatoryOptionValue': 'не хватает параметра',
	'commander.excessArguments': 'лишние аргументы',
	'commander.invalidArgument': 'недопустимое значение',
};
