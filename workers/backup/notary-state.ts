import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Bytes, concat, fromHex, text, utf8 } from '../../src/domain/bytes.ts';
import { decodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { openStream } from '../../src/domain/envelope/open-stream.ts';
import { openPrefix, prefixLength, sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { once } from '../../src/domain/once.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { Head, SavedHead } from '../notary/head.ts';
import { headPath, nextPath } from '../notary/keys.ts';

/** All a notary is: its keys as their file holds them, and the last head it signed. */
export const NotaryState = z.strictObject({
	v: z.literal(1),
	keys: z.string(),
	head: Head,
	/** The key that is prepared to be the log's next one, if there is one. */
	next: z.string().optional(),
});
export type NotaryState = z.infer<typeof NotaryState>;

/** Reads the state of a notary, running or not. */
export async function readNotaryState(home: string): Promise<NotaryState> {
	for (;;) {
		const keys = await readFile(join(home, 'keys.json'), 'utf8');
		const next = await readFile(nextPath(home), 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});
		const saved = await SavedHead.open(headPath(home));
		await saved.close();
		// The log's key may just be being changed: head and keys are of one moment.
		if ((await readFile(join(home, 'keys.json'), 'utf8')) !== keys) continue;
		return { v: 1, keys, head: saved.current, ...(next === undefined ? {} : { next }) };
	}
}

/** An age file for the recovery key: `age -d -i recovery.key` opens it, and nothing else here does. */
export function sealNotaryState(state: NotaryState, recovery: string): Bytes {
	const { prefix, payloadKey } = sealPrefix({ fileKey: platform.randomBytes(16), recipients: [fromHex(recovery)] });
	return concat(prefix, sealChunks(payloadKey, utf8(JSON.stringify(state)), 0, true));
}

/** Opens it with `AGE-SECRET-KEY-1…`. Throws `wrong-key`, `damaged`, `bad-key`. */
export async function openNotaryState(file: Uint8Array, recoveryIdentity: string): Promise<NotaryState> {
	const at = prefixLength(file);
	const { payloadKey } = openAs(file.subarray(0, at), decodeSecretKey(recoveryIdentity));
	const pieces: Uint8Array[] = [];
	for await (const piece of openStream(payloadKey, once(file.subarray(at)))) pieces.push(piece);
	return NotaryState.parse(JSON.parse(text(concat(...pieces))));
}

function openAs(prefix: Uint8Array, secret: Bytes): { payloadKey: Bytes } {
	try {
		return openPrefix(prefix, secret);
	} catch (cause) {
		if (!isCustosError(cause, 'wrong-key')) throw cause;
		throw new CustosError('wrong-key', 'this is not the recovery key of this backup', { cause });
	}
}

/** Throws `exists` unless the folder is empty or not there. */
export async function requireEmptyHome(home: string): Promise<void> {
	await mkdir(home, { recursive: true, mode: 0o700 });
	if ((await readdir(home)).length > 0)
		throw new CustosError(
			'exists',
			'there is a notary in this folder already: a second one with the same keys would fork the log',
		);
}

/** Puts a notary's state where a notary will find it. */
export async function writeNotaryState(home: string, state: NotaryState): Promise<void> {
	await requireEmptyHome(home);
	const { seq: _seq, ...head } = state.head;
	await SavedHead.create(headPath(home), head);
	if (state.next !== undefined) await writeFile(nextPath(home), state.next, { mode: 0o600, flag: 'wx', flush: true });
	await writeFile(join(home, 'keys.json'), state.keys, { mode: 0o600, flag: 'wx', flush: true });
}
