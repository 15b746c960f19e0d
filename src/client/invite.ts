import { z } from 'zod';
import { platform } from '#platform';
import { fromBase64, fromHex, text, toBase64, toHex, utf8 } from '../domain/bytes.ts';
import type { CustosError } from '../domain/errors.ts';
import { Hex32, Id } from '../domain/ids.ts';
import { ArchiveRole } from '../domain/roles.ts';
import { Mistyped } from './mistyped.ts';
import { Pin } from './pin.ts';

/** What a steward hands to someone who is to join: the pin, and a secret that ties the new keys to this hand-over. */
export const Invite = z.strictObject({ pin: Pin, invite: Id, role: ArchiveRole, secret: Hex32, inviter: Hex32 });
export type Invite = z.infer<typeof Invite>;

const PREFIX = 'custos-invite:';

/** One line to send over a private channel. */
export function formatInvite(invite: Invite): string {
	return (
		PREFIX +
		toBase64(utf8(JSON.stringify(invite)))
			.replaceAll('+', '-')
			.replaceAll('/', '_')
			.replaceAll('=', '')
	);
}

/** Throws `bad-request` when the line is not a whole invite. */
export function parseInvite(line: string): Invite {
	const bad = (cause?: unknown): CustosError =>
		new Mistyped('this is not a whole Custos invite: copy the line again', { cause });
	const encoded = line.trim().slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/');
	if (!line.trim().startsWith(PREFIX)) throw bad();
	try {
		const parsed = Invite.safeParse(
			JSON.parse(text(fromBase64(encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=')))),
		);
		if (parsed.success) return parsed.data;
		throw bad(parsed.error);
	} catch (cause) {
		throw bad(cause);
	}
}

/** HMAC-SHA256 under the invite's secret, hex. */
export function inviteMac(invite: Pick<Invite, 'secret'>, message: Uint8Array): string {
	return toHex(platform.hmacSha256(fromHex(invite.secret), message));
}
