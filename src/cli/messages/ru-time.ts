import type { time as en } from './en-time.ts';

export const time: typeof en = {
	authorities: 'сертификаты (PEM) служб времени, которым вы доверяете, или тех, кто за них ручается, — не из пакета',
	stamps: 'служба времени (RFC 3161), которая скажет, когда подписан report.pdf; она узнаёт только хеш',
	noToken: (authority, why) =>
		`${authority} не даёт времени для report.pdf: ${why}. Отчёт не составлен; то, что его начали, остаётся в журнале. Повторите или уберите --time-authority`,
	title: 'Время       ',
	unasked: 'Время       служб времени нет: время — по часам подписавших и нотариуса',
	notYet: (authority) => `${authority} ещё ничего не заверила`,
	by: (authority, size, entries, at) =>
		`${size === entries ? `все записи (${size})` : `записей ${size} из ${entries}`} заверены службой ${authority}, последний раз ${at}`,
	trouble: (why, since) => `${why}, с ${since}; новое будет заверено позже, задним числом — никогда`,
	why: {
		away: 'она не отвечает',
		refused: 'она отказывает',
		bad: 'её ответ — не отметка времени для того, что было послано',
	},
};
