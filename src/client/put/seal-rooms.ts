import type { Bytes } from '../../domain/bytes.ts';

/**
 * The buffers of one thread, used again and again: fresh ones for each part would cost page faults, and memory until they
 * are collected. There are never more parts than were out at once.
 */
export class SealRooms {
	#plain: Bytes = new Uint8Array();
	#pack: Bytes = new Uint8Array();
	#partSize = 0;
	#free: Bytes[] = [];

	/** Room for the plaintext in hand, in place of the one before. */
	plain(size: number): Bytes {
		if (this.#plain.length < size) this.#plain = new Uint8Array(size);
		return this.#plain.subarray(0, size);
	}

	/** Room for the pack in hand, in place of the one before. */
	pack(size: number): Bytes {
		if (this.#pack.length < size) this.#pack = new Uint8Array(size);
		return this.#pack.subarray(0, size);
	}

	/** Begins a file of parts up to this size; none of another file is out. */
	beginParts(size: number): void {
		if (size > this.#partSize) this.#free = [];
		this.#partSize = Math.max(size, this.#partSize);
	}

	part(size: number): Bytes {
		return (this.#free.pop() ?? new Uint8Array(this.#partSize)).subarray(0, size);
	}

	/** Nobody reads the part any more. */
	giveBack(part: Bytes): void {
		this.#free.push(new Uint8Array(part.buffer));
	}
}
