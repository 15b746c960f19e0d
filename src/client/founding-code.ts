import { platform } from '#platform';
import { toHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { answers } from '../domain/wire.ts';
import { createHttp } from './http.ts';
import { Mistyped } from './mistyped.ts';

/** The code that the notary printed, and the keys that it vouches for. */
export interface FoundingCode {
	/** Hex: whoever knows it may found the archive. */
	secret: string;
	/** Verifier key of the log. */
	log: string;
	/** X25519 hex. */
	notary: string;
}

/**
 * The keys that the server shows, held against the second half of the code, so that nothing on the way can put in
 * others. Throws `bad-request` when it is no code, `bad-key` on other keys.
 */
export async function readFoundingCode(server: string, code: string): Promise<FoundingCode> {
	const match = /^([0-9a-f]{64})-([0-9a-f]{32})$/.exec(code.trim());
	if (match === null) throw new Mistyped('this is not the code that `npm start` printed: copy it whole');
	const [, secret, print] = match as unknown as [string, string, string];
	const { log, notary } = await createHttp(server).json(answers.archive, '/v1/archive');
	if (toHex(platform.sha256(utf8(`${log}\n${notary}`))).slice(0, 32) !== print) {
		throw new CustosError('bad-key', 'the server shows other keys than the notary that printed this code: stop here');
	}
	return { secret, log, notary };
}
