import type { machine as en } from './en-machine.ts';

/** О ревизии и резервных копиях, на машине самого архива. */
export const machine: typeof en = {
	phase: { entries: 'записи', tables: 'таблицы', objects: 'объекты', audit: 'ревизия' },
	auditClean: (entries, signatures, rows, objects, bytes, seconds) =>
		`ЧИСТО: записей ${entries} (подписей ${signatures}), строк таблиц ${rows}, объектов ${objects} (${bytes}) — всё, как говорит журнал; ${seconds} с.`,
	auditDiffers: 'НЕ ТАК, КАК ДОЛЖНО БЫТЬ. Первое расхождение:',
	auditOwnKey:
		'Сверено с ключом журнала, который хранит нотариус этой машины; --log-key (или --home с вашей папкой) сверяет с тем, которому доверяете вы.',
	backedUp: (number, entries, added, objects, copied, size) =>
		`Копия ${number}: записей ${entries} (новых ${added}), объектов ${objects} (новых ${copied}), записано и перечитано ${size}.`,
	afterBackup: 'Для восстановления нужен ключ восстановления. Храните их порознь.',
	notOurs: (place) => `в ${place} лежит другое, копии там нет: назовите пустую папку, новую или папку прежних копий`,
	noBackup: (place) => `в ${place} нет резервной копии: назовите папку, которую записал custos backup`,
	placeFailed: (place, system) => {
		if (system === 'ENOSPC' || system === 'EDQUOT')
			return `на диске с папкой ${place} нет места: освободите его или назовите папку на другом диске и повторите команду`;
		if (system === 'EROFS')
			return `диск с папкой ${place} доступен только для чтения: разрешите запись или назовите папку на другом диске и повторите команду`;
		if (system === 'EACCES' || system === 'EPERM')
			return `читать или писать ${place} вам не разрешено: измените это или назовите другую папку и повторите команду`;
		return `${place} не работает (${system}): проверьте, подключён ли диск и исправен ли он, и повторите команду`;
	},
	noRecovery: (path) => `файла ${path} нет: --recovery называет ключ восстановления, который записал init`,
	restored: (number, entries) => `Копия ${number} восстановлена: записей ${entries}, проверены от первой до последней.`,
	afterRestore: 'Запуск:  npm start   (никогда там, где ещё работает прежний архив)',
	workerAnew:
		'Затем примите его обработчик заново: его ключей ни в одной копии нет. `custos invite --role worker` даёт строку; остановите архив один раз и запустите его с этой строкой: `INVITE=СТРОКА npm start`; `custos approve` его принимает; `custos retry --waiting` (редактор каждого дела) передаёт ему то, что ждёт. До этого ничто новое не будет принято на хранение.',
	faults: (count) => `Объектов нет или повреждены: ${count}:`,
};
