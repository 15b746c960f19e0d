import { utf8 } from '../domain/bytes.ts';

/** Longest name a file system takes, in bytes, less room for what is put behind it while it is written, as `.part`. */
const LONGEST = 240;

/** A name from the archive as a file here: its last part, without what could hide it, run it or leave the folder. */
export function safeName(path: string): string {
	const last = path.split(/[/\\]/).at(-1) ?? '';
	const name = last
		.replaceAll(/[\p{C}\u2028\u2029:*?"<>|]/gu, '_')
		.replace(/^[.\-~ ]+/, '_')
		.trim();
	return name === '' ? 'item' : shortened(name);
}

/** Without its middle where it is too long: its beginning tells what it is, its end of what kind. */
function shortened(name: string): string {
	if (utf8(name).length <= LONGEST) return name;
	const points = [...name];
	const [head, tail]: [string[], string[]] = [[], []];
	let room = LONGEST;
	for (let i = 0; ; i += 1) {
		const point = (i % 2 === 0 ? points[i / 2] : points.at(-(i + 1) / 2)) ?? '';
		room -= utf8(point).length;
		if (room < 0) return [...head, ...tail.reverse()].join('');
		(i % 2 === 0 ? head : tail).push(point);
	}
}
