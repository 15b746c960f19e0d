/** Bytes in hand, for what takes a stream. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}
