import type { Language } from './event-words.ts';
import { otherEnding } from './name-endings.ts';
import type { CustodyReport, Technical } from './report-model.ts';

type Facts = Pick<CustodyReport, 'language' | 'items' | 'acquisition'>;

/** What is looked for, in this order. */
type Looked = 'ending' | 'created' | 'pictures' | 'packets';

interface AnomalyWords {
	ending(ending: string, container: string): string;
	created(claimed: string, received: string): string;
	pictures(claimed: number, due: number): string;
	packets(claimed: number, found: number): string;
	/** Of each what is looked for. */
	kinds: { readonly [K in Looked]: string };
	none(kinds: string): string;
	noOther(kinds: string): string;
	notLooked: string;
}

const words: { readonly [L in Language]: AnomalyWords } = {
	en: {
		ending: (ending, container) => `the name ends in ${ending}, but the container found is ${container}`,
		created: (claimed, received) =>
			`the file claims to have been made at ${claimed}, after the archive received it (${received}); a wrong clock or time zone does that too`,
		pictures: (claimed, due) =>
			`the file claims ${claimed} pictures, but its duration and rate would make about ${due}; sound that goes on without pictures does that too`,
		packets: (claimed, found) =>
			`the file claims ${claimed} pictures, but ${found} packets of them were found; a file that breaks off does that too`,
		kinds: {
			ending: 'a name whose ending belongs to another container',
			created: 'a claimed creation time later than reception',
			pictures: 'a claimed number of pictures far from duration × rate',
			packets: 'a claimed number of pictures far from the packets found',
		},
		none: (kinds) => `none of those looked for (${kinds})`,
		noOther: (kinds) => `none of the others looked for (${kinds})`,
		notLooked: 'not looked for: what they would show in is not in this report',
	},
	ru: {
		ending: (ending, container) => `имя оканчивается на ${ending}, а найден контейнер ${container}`,
		created: (claimed, received) =>
			`по данным файла он создан ${claimed}, то есть после поступления в архив (${received}); так бывает и при неверных часах или часовом поясе`,
		pictures: (claimed, due) =>
			`по данным файла кадров ${claimed}, а по длительности и частоте их было бы около ${due}; так бывает и когда звук продолжается без изображения`,
		packets: (claimed, found) =>
			`по данным файла кадров ${claimed}, а пакетов с ними найдено ${found}; так бывает и когда файл обрывается`,
		kinds: {
			ending: 'окончание имени от другого контейнера',
			created: 'указанное в файле время создания позже поступления',
			pictures: 'указанное число кадров, далёкое от произведения длительности и частоты',
			packets: 'указанное число кадров, далёкое от числа найденных пакетов',
		},
		none: (kinds) => `ни одного из тех, что искали (${kinds})`,
		noOther: (kinds) => `ни одного из прочих, что искали (${kinds})`,
		notLooked: 'не искали: того, в чём они видны, в этом отчёте нет',
	},
};

/**
 * What in the technical facts of an item contradicts the rest of the report, and what else was looked for: a function of the report
 * alone, so that whoever has it finds the same. Undefined where no technical facts are disclosed. Only what the report tells is looked
 * at: nothing is said to be missing that it does not let one see.
 */
export function anomaliesOf(
	report: Facts,
	technical: Technical,
): { found: string[]; rest: string | undefined } | undefined {
	if (technical.summary === null) return undefined;
	const say = words[report.language];
	const looked = Object.entries(lookedFor(report, technical, say)).filter(([, said]) => said !== null);
	const found = looked.flatMap(([, said]) => said ?? []);
	const kinds = looked.flatMap(([kind, said]) => (said === undefined ? say.kinds[kind as Looked] : [])).join('; ');
	if (looked.length === 0) return { found, rest: say.notLooked };
	return { found, rest: kinds === '' ? undefined : (found.length === 0 ? say.none : say.noOther)(kinds) };
}

/** A sentence where there is one, undefined where there is none, null where the report does not tell what it would show in. */
function lookedFor(
	{ items, acquisition }: Facts,
	{ item, summary, packets }: Technical,
	say: AnomalyWords,
): { [K in Looked]: string | undefined | null } {
	const name = items.find(({ id }) => id === item)?.name;
	const received = acquisition.find((one) => one.item === item)?.attested;
	const { container, createdAt, frames, fps, durationMs } = summary ?? {};
	const ending = typeof name === 'string' && typeof container === 'string' ? otherEnding(name, container) : null;
	const claimed = typeof frames === 'number' ? frames : undefined;
	const due =
		typeof fps === 'number' && typeof durationMs === 'number' ? Math.round((fps * durationMs) / 1000) : undefined;
	const pictures = packets.filter(({ codecType }) => codecType === 'video');
	// A second stream of pictures may be a cover.
	const stored = pictures.length === 1 ? pictures[0]?.packets : undefined;
	return {
		ending: ending && say.ending(ending, String(container)),
		created: received === undefined ? null : madeLater(createdAt, received, say),
		pictures: far(claimed, due, say.pictures),
		packets: far(claimed, stored, say.packets),
	};
}

/** A time without its zone is no instant, and is not compared. */
function madeLater(claimed: unknown, received: string, say: AnomalyWords): string | undefined | null {
	const parts =
		typeof claimed === 'string'
			? /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)$/.exec(claimed)
			: null;
	if (parts === null) return null;
	const [written, day, time, zone = ''] = parts;
	const at = Date.parse(`${day}T${time}${zone.replace(/^(.\d\d)(\d\d)$/, '$1:$2')}`);
	if (Number.isNaN(at)) return null;
	return at > Date.parse(received) ? say.created(written, received) : undefined;
}

/** Counts that differ by more than a tenth and by more than a second or so of pictures. */
function far(
	claimed: number | undefined,
	other: number | undefined,
	say: (claimed: number, other: number) => string,
): string | undefined | null {
	if (claimed === undefined || other === undefined) return null;
	const apart = Math.abs(claimed - other);
	return apart > 30 && apart > Math.max(claimed, other) / 10 ? say(claimed, other) : undefined;
}
