import { readFile } from 'node:fs/promises';
import { type Policy, parsePolicy } from '../domain/ledger/policy.ts';

/** A policy of witnesses (C2SP tlog-policy) in a file. Throws `bad-request` with the line that is wrong. */
export async function readPolicy(path: string): Promise<Policy> {
	return parsePolicy(await readFile(path, 'utf8'));
}
