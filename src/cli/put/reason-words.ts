import type { Messages } from '../messages.ts';

/** Why a file was not taken, in the person's language; what the system itself said stays as it said it. */
export function reasonInWords({ put }: Messages, reason: string): string {
	const known = put.reasons[reason];
	if (known !== undefined) return known;
	const [, said] = /^the file cannot be read \((\w+)\)$/.exec(reason) ?? [];
	return said === undefined ? reason : `${put.reasons['unreadable']} (${said})`;
}
