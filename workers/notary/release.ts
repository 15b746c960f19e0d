import { type Bytes, concat, fromBase64, fromHex, toBase64 } from '../../src/domain/bytes.ts';
import { share } from '../../src/domain/envelope/item-key.ts';
import { createSealer, openSealed } from '../../src/domain/envelope/sealed-box.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Skeleton } from '../../src/domain/ledger/leaf.ts';
import type { Statement } from '../../src/domain/ledger/statement.ts';
import type { Head } from './head.ts';

/** An accepted entry, as proof that there is one, with what is needed to compute its share. */
export interface Release {
	index: number;
	statement: Statement;
	skeleton: Skeleton;
	/** The actor's X25519 public key, hex. */
	box: string;
	intake: string;
	forNotary: string;
}

type Sealer = ReturnType<typeof createSealer>;

/** Intakes whose secret stays in memory. */
const REMEMBERED = 1000;

/**
 * The notary's half of an item's keys, sealed to the actor: a function of an accepted entry and of a saved head that
 * covers it. Nothing else here calls `share`, and nothing can before the head is on disk.
 */
export class Shares {
	readonly #boxSecret: Bytes;
	readonly #secrets = new Map<string, Bytes>();
	readonly #sealers = new Map<string, Sealer>();
	#sealersOf = 0;

	constructor(boxSecret: Bytes) {
		this.#boxSecret = boxSecret;
	}

	/** Base64 of the sealed share; undefined for statements that release none. */
	release(release: Release, head: Head): string | undefined {
		const { statement, skeleton } = release;
		if (release.index >= head.size) {
			throw new CustosError('internal', 'a share was asked for before its entry was under the saved head');
		}
		if (skeleton.result !== 'accepted') throw new CustosError('internal', 'a share was asked for a denied entry');
		if (statement.type !== 'item.opened' && statement.type !== 'item.examining') return undefined;
		const secret = this.#secretOf(release);
		const [cls, payload] =
			statement.type === 'item.opened'
				? [statement.class, share(secret, statement.item, statement.class)]
				: ['both', concat(share(secret, statement.item, 'original'), share(secret, statement.item, 'working'))];
		const context = { what: `entry ${statement.id}`, purpose: `notary-share/${cls}`, generation: 1 };
		return toBase64(this.#sealerFor(release.box, head)(context, payload));
	}

	/** One ephemeral key a person and checkpoint: shares of one batch to one person are seen to belong together anyway. */
	#sealerFor(box: string, head: Head): Sealer {
		if (this.#sealersOf !== head.size) this.#sealers.clear();
		this.#sealersOf = head.size;
		const sealer = this.#sealers.get(box) ?? createSealer(fromHex(box));
		this.#sealers.set(box, sealer);
		return sealer;
	}

	#secretOf({ intake, forNotary }: Release): Bytes {
		const known = this.#secrets.get(intake);
		if (known !== undefined) return known;
		if (this.#secrets.size >= REMEMBERED) this.#secrets.clear();
		const secret = openNotarySecret(intake, forNotary, this.#boxSecret);
		this.#secrets.set(intake, secret);
		return secret;
	}
}

/** The notary's secret of an intake; throws `wrong-key`, `damaged` or `bad-key`. Asked at admission, so no intake without one gets in. */
export function openNotarySecret(intake: string, forNotary: string, boxSecret: Uint8Array): Bytes {
	const context = { what: `intake ${intake}`, purpose: 'notary-secret', generation: 1 };
	const secret = openSealed(boxSecret, fromBase64(forNotary), context);
	if (secret.length !== 32) throw new CustosError('bad-key', 'the notary’s secret of an intake has 32 bytes');
	return secret;
}
