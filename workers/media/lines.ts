import { CustosError } from '../../src/domain/errors.ts';

const LONGEST = 64 * 1024;

/** Cuts a stream of bytes into lines without their ends. Throws `tool-failed` for a line above 64 KiB. */
export function lineReader(onLine: (line: string) => void): (chunk: Uint8Array) => void {
	let rest = '';
	return (chunk) => {
		const lines = (rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')).split('\n');
		rest = lines.pop() ?? '';
		if (rest.length > LONGEST) throw new CustosError('tool-failed', 'ffmpeg printed a line without end');
		for (const line of lines) onLine(line);
	};
}
