import { CustosError, type ErrorCode } from '../domain/errors.ts';
import type { Skeleton } from '../domain/ledger/leaf.ts';
import { parseStatement, type SignedStatement, type StatementType } from '../domain/ledger/statement.ts';
import { policy, type Rule, verbOf } from '../domain/who-may.ts';

/** The archive refused a statement; the attempt is an entry of its ledger. */
export class Refused extends CustosError {
	readonly type: StatementType;
	/** Why. */
	readonly why: ErrorCode;
	readonly entry: number;
	/** Whose role it takes; undefined where it was not for want of one. */
	readonly takes: Rule | undefined;

	constructor({ skeleton, signed, index }: { skeleton: Skeleton; signed: SignedStatement; index: number }) {
		const why = skeleton.result.replace('denied:', '') as ErrorCode;
		super('denied', `the archive refused ${skeleton.type} (${why}); the attempt is entry ${index} of its ledger`);
		const statement = parseStatement(signed.bytes);
		const verb = why === 'denied' ? verbOf(statement) : undefined;
		this.type = statement.type;
		this.why = why;
		this.entry = index;
		this.takes = verb === undefined ? undefined : policy[verb];
	}
}
