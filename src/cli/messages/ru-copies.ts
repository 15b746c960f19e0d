import type { copies as en } from './en-copies.ts';

export const copies: typeof en = {
	title: 'Хранение    ',
	none: 'второй копии нет: утраченное или изменённое в хранилище вернётся только из резервных копий',
	copied: 'все объекты есть во второй копии',
	waiting: (objects, oldest) => `ещё не во второй копии, объектов: ${objects}, старейший — с ${oldest}`,
	read: (percent, began) => `перечитано и сверено ${percent} % в круге, начатом ${began}`,
	notRead: 'хранимые объекты никто не перечитывает',
	trouble: (why, since) => `${why}, с ${since}`,
	gone: (at) => `ЗА ОБЪЕКТАМИ НИКТО НЕ СЛЕДИТ с ${at}`,
	why: (code) =>
		({
			unavailable: 'хранилище не отвечает',
			'disk-full': 'кончилось место',
			suspended: 'доступ обработчика, который сказал бы об этом в журнале, приостановлен',
		})[code] ?? `работа не идёт (${code})`,
	damaged: (bodies, since) => `ПОВРЕЖДЕНО: пропали или изменены, объектов: ${bodies}, первый — с ${since}`,
	items: (ids) => `из ваших файлов: ${ids}`,
};
