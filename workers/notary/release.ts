import { type Bytes, concat, fromBase64, fromHex, toBase64 } from '../../src/domain/bytes.ts';
import { share } from '../../src/domain/envelope/item-key.ts';
import { openSealed, sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
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

/**
 * The notary's half of an item's keys, sealed to the actor: a function of an accepted entry and of a saved head that
 * covers it. There is no other caller of `share` here, and no way to call this before the head is on disk.
 */
export function releaseShare(release: Release, head: Head, boxSecret: Uint8Array): string {
	const { statement, skeleton } = release;
	if (release.index >= head.size)
		throw new CustosError('internal', 'a share was asked for before its entry was under the saved head');
	if (skeleton.result !== 'accepted') throw new CustosError('internal', 'a share was asked for a denied entry');
	const secret = openNotarySecret(release.intake, release.forNotary, boxSecret);
	const context = (cls: string) => ({ what: `entry ${statement.id}`, purpose: `notary-share/${cls}`, generation: 1 });
	if (statement.type === 'item.opened') {
		return toBase64(
			sealTo(fromHex(release.box), context(statement.class), share(secret, statement.item, statement.class)),
		);
	}
	if (statement.type === 'item.examining') {
		const both = concat(share(secret, statement.item, 'original'), share(secret, statement.item, 'working'));
		return toBase64(sealTo(fromHex(release.box), context('both'), both));
	}
	throw new CustosError('internal', `no share goes with ${statement.type}`);
}

/** An intake's notary secret. Throws `wrong-key` or `damaged` for one that was sealed for another intake or another notary. */
export function openNotarySecret(intake: Id, forNotary: string, boxSecret: Uint8Array): Bytes {
	const secret = openSealed(boxSecret, fromBase64(forNotary), {
		what: `intake ${intake}`,
		purpose: 'notary-secret',
		generation: 1,
	});
	if (secret.length !== 32) throw new CustosError('bad-key', 'the notary’s secret of an intake has 32 bytes');
	return secret;
}
