import { base32crockford } from '@scure/base';
import encodeQr from 'qr';
import { platform } from '#platform';
import { utf8 } from '../../domain/bytes.ts';
import type { CustodyReport } from '../verify/report-model.ts';

/** What joins a loose page to its report: the report's id and the checkpoint, for a person and for a camera. */
export interface PageCode {
	/** Sixteen letters and digits in groups of four: 80 bits of the SHA-256 of `text`, in Crockford's base 32. */
	readonly short: string;
	/** What the QR code says. */
	readonly text: string;
	/** The QR code (ISO/IEC 18004, level M), row by row; true is dark. Without the quiet zone. */
	readonly modules: readonly (readonly boolean[])[];
}

/** `CUSTOS:` report id `/` size of the log `/` root hash, in capitals: the code is smaller so. */
export function pageCode({ report, integrity: { checkpoint } }: CustodyReport): PageCode {
	const text = `CUSTOS:${report.id}/${checkpoint.size}/${checkpoint.root}`.toUpperCase();
	const digest = base32crockford.encode(platform.sha256(utf8(text)).slice(0, 10));
	const modules = encodeQr(text, 'raw', { ecc: 'medium', border: 1 });
	return {
		short: (digest.match(/.{4}/g) ?? []).join('-'),
		text,
		modules: modules.slice(1, -1).map((row) => row.slice(1, -1)),
	};
}

/** The dark modules as one path of a content stream, y downwards, one unit a module: runs of a row are one rectangle. */
export function codeOperators(modules: PageCode['modules']): string {
	const runs = modules.flatMap((row, y) =>
		[
			...row
				.map((dark) => (dark ? '1' : '0'))
				.join('')
				.matchAll(/1+/g),
		].map((run) => `${run.index} ${y} ${run[0].length} 1 re`),
	);
	return ['0 0 0 rg', ...runs, 'f'].join('\n');
}
