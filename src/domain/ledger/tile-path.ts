import { CustosError } from '../errors.ts';
import { TILE_WIDTH } from './tiles.ts';

/** One resource of a tiled log (C2SP tlog-tiles): hashes of a tile level, or the leaves themselves. */
export interface TileName {
	level: number | 'entries';
	index: number;
	/** Hashes or leaves in it, 1 to 256; below 256 the tile is partial. */
	width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, N in groups of three digits: `tile/0/x001/x234/067`. */
export function tilePath({ level, index, width }: TileName): string {
	const digits = String(index);
	const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) as string[];
	const path = groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
	return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Strict: `tilePath(parseTilePath(x)) === x`. Throws `not-found`: there is no such resource. */
export function parseTilePath(path: string): TileName {
	const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
	const [, level, groups, width] = match ?? [];
	const name: TileName = {
		level: level === 'entries' ? level : Number(level),
		index: Number((groups ?? '').replaceAll(/[x/]/g, '')),
		width: width === undefined ? TILE_WIDTH : Number(width),
	};
	const possible = name.level === 'entries' || name.level <= 63;
	if (match === null || !possible || !(name.width >= 1) || tilePath(name) !== path)
		throw new CustosError('not-found', 'there is no such tile');
	return name;
}

/** The tiles of a level, or the bundles of entries, that hold `[from, to)` of what there is `to` of: the last one as it is then. */
export function tilesBetween(level: TileName['level'], from: number, to: number): TileName[] {
	const names: TileName[] = [];
	if (from === to) return names;
	for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++)
		names.push({ level, index, width: Math.min(TILE_WIDTH, to - index * TILE_WIDTH) });
	return names;
}
