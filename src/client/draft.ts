import type { Bytes } from '../domain/bytes.ts';
import type { Json } from '../domain/canonical.ts';
import type { BoxContext } from '../domain/envelope/sealed-box.ts';
import type { Statement, StatementType } from '../domain/ledger/statement.ts';
import type { CaseKey } from './case-keys.ts';

type Common = 'v' | 'type' | 'id' | 'origin' | 'actor' | 'time' | 'seen' | 'detail' | 'forEpoch' | 'forItem';
type Distribute<S> = S extends { type: 'intake.opened' }
	? Omit<S, Exclude<Common, 'forEpoch'>>
	: S extends Statement
		? Omit<S, Common>
		: never;

/** A statement to be made: its type and own fields, with a detail to seal to the case and the prefix of a body. */
export interface Draft<T extends StatementType = StatementType> {
	type: T;
	fields: Distribute<Extract<Statement, { type: T }>>;
	detail?: { to: CaseKey; fields: { readonly [name: string]: Json }; disclose?: Disclosure };
	prefix?: Uint8Array;
	/** Makes it anew under newer keys of its cases, where more of it is sealed than the detail. */
	under?: (newest: (key: CaseKey) => CaseKey) => Draft;
}

/** Fields of the detail shown to others than the case as well: to a worker epoch, or to whoever has the item's key. */
export interface Disclosure {
	/** The statement's field that holds them; `forEpoch` if not said. */
	as?: 'forItem';
	names: readonly string[];
	/** X25519 public key of the epoch, or of the item's class. */
	to: Bytes;
	context: BoxContext;
}
