/** Plaintext that can be read at any place. The decryptor behind it, and its key, stay outside the jail. */
export interface Source {
	/** Bytes. */
	readonly size: number;
	/** Exactly `length` bytes from `offset`; never asked for more than there is. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** A source over bytes in memory. */
export function memorySource(bytes: Uint8Array): Source {
	return {
		size: bytes.length,
		read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
	};
}
