import { platform } from '#platform';
import { fromHex, toBase64, toHex } from '../domain/bytes.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import { type Id, newId } from '../domain/ids.ts';
import { emptyRoot } from '../domain/ledger/merkle.ts';
import { parseKey } from '../domain/ledger/note.ts';
import { openEntry, statementText, verifyReceipt } from '../domain/ledger/receipt.ts';
import { type Statement, signStatement } from '../domain/ledger/statement.ts';
import { answers } from '../domain/wire.ts';
import { readFoundingCode } from './founding-code.ts';
import { createHttp } from './http.ts';
import type { Identity } from './identity.ts';
import type { Pin } from './pin.ts';

/**
 * Writes entry 0 with the code the notary printed. The code's second half binds the notary's keys, so that nothing on
 * the way can put in others. `recovery` is the secret recovery key, to be stored by the caller beforehand: the archive
 * gets its public half. Repeating it with the same keys finds the founding done. Throws `bad-key` on other keys,
 * `conflict` when somebody else founded the archive. `begun`: id and time of an earlier attempt, to repeat its statement.
 */
export async function found(
	server: string,
	code: string,
	identity: Identity,
	recovery: Uint8Array,
	now: Date,
	begun: { id: Id; time: string } = { id: newId(platform.randomBytes), time: now.toISOString() },
): Promise<Pin> {
	const shown = await readFoundingCode(server, code);
	const http = createHttp(server);
	const key = parseKey(shown.log);
	const statement: Statement = {
		v: 1,
		type: 'archive.founded',
		id: begun.id,
		origin: key.name,
		actor: identity.keys.sign,
		time: begun.time,
		seen: { size: 0, root: toHex(emptyRoot) },
		log: shown.log,
		notary: shown.notary,
		recovery: toHex(platform.x25519Public(recovery)),
		stewards: [identity.keys],
		threshold: 1,
		rules: 2,
	};
	const signed = signStatement(statement, identity.seed);
	const submission = {
		statement: statementText(signed),
		signature: toBase64(signed.signature),
		founding: toHex(platform.hmacSha256(fromHex(shown.secret), signed.bytes)),
	};
	const outcome = await http.json(answers.outcome, '/v1/founding', { body: submission }).then(
		(answer) => answer.outcome,
		(error: unknown) => {
			if (!isCustosError(error, 'conflict')) throw error;
			return { error };
		},
	);
	if (outcome === null)
		throw new CustosError(
			'unavailable',
			'the notary does not answer: is it running? Nothing was founded as far as is known',
		);
	if ('error' in outcome) {
		if (outcome.error.code === 'conflict') return foundBefore(server, shown.log, identity, recovery);
		throw new CustosError(outcome.error.code, outcome.error.message);
	}
	verifyReceipt(signed, statement.type, outcome.receipt, key);
	return { server, log: shown.log, founding: toHex(platform.sha256(signed.bytes)) };
}

/**
 * The pin of an archive that these very keys founded, when an earlier attempt got through and its answer did not. Throws
 * `conflict` only on the word of the log itself: `log` is the key that the code vouches for.
 */
async function foundBefore(server: string, log: string, identity: Identity, recovery: Uint8Array): Promise<Pin> {
	const { founding } = await createHttp(server).json(answers.archive, '/v1/archive');
	if (founding === null)
		throw new CustosError('unavailable', 'somebody founded this archive, and the server does not show who: try again');
	const { statement, signed } = openEntry(founding, parseKey(log));
	const ours = statement.type === 'archive.founded' && statement.recovery === toHex(platform.x25519Public(recovery));
	if (!ours || statement.actor !== identity.keys.sign)
		throw new CustosError('conflict', 'this archive has been founded already: ask one of its stewards for an invite');
	return { server, log, founding: toHex(platform.sha256(signed.bytes)) };
}
