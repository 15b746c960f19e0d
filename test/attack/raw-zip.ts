import { crc32 } from 'node:zlib';

/** One file of a zip, and what the zip says of it where that is not true. */
export interface RawFile {
	name: string;
	bytes: Uint8Array;
	/** Name in the header before the data. */
	localName?: string;
	method?: number;
	flags?: number;
	/** Unix mode, as in `st_mode`. */
	mode?: number;
	/** What the bytes unpack to, for a method that packs. */
	plain?: Uint8Array;
	/** Unpacked size. */
	size?: number;
	/** Where its data is said to begin. */
	offset?: number;
}

/** A zip made by hand, so that it can say anything. `count`: files that its end claims. */
export function rawZip(files: readonly RawFile[], about: { count?: number; before?: Uint8Array } = {}): Blob {
	const parts: Uint8Array[] = about.before === undefined ? [] : [about.before];
	const directory: Uint8Array[] = [];
	let at = about.before?.length ?? 0;
	for (const file of files) {
		const { name, bytes, method = 0, flags = 0x800, mode = 0o100644 } = file;
		const size = file.size ?? (file.plain ?? bytes).length;
		const crc = crc32(file.plain ?? bytes);
		const common = (local: string) => [
			...u16(20, flags, method, 0, 0x21),
			...u32(crc, bytes.length, size),
			...u16(Buffer.byteLength(local), 0),
		];
		const local = Buffer.concat([
			Uint8Array.from([...u32(0x04034b50), ...common(file.localName ?? name)]),
			Buffer.from(file.localName ?? name),
		]);
		directory.push(
			Uint8Array.from([
				...u32(0x02014b50),
				...u16(0x0314),
				...common(name),
				...u16(0, 0, 0),
				...u32((mode << 16) >>> 0, file.offset ?? at),
			]),
			Buffer.from(name),
		);
		parts.push(local, bytes);
		at += local.length + bytes.length;
	}
	const size = directory.reduce((sum, part) => sum + part.length, 0);
	const count = about.count ?? files.length;
	const end = Uint8Array.from([...u32(0x06054b50), ...u16(0, 0, count, count), ...u32(size, at), ...u16(0)]);
	return new Blob([...parts, ...directory, end].map((part) => new Uint8Array(part)));
}

function u16(...values: number[]): number[] {
	return values.flatMap((value) => [value & 255, (value >> 8) & 255]);
}

function u32(...values: number[]): number[] {
	return values.flatMap((value) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]);
}
