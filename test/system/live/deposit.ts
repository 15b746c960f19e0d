import type { OpenCase } from '../../../src/client/cases.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { intakeContext, type OpenIntake } from '../../../src/client/intake.ts';
import { type Draft, type Submitted, shareOf, submit } from '../../../src/client/submit.ts';
import { toBase64, toHex } from '../../../src/domain/bytes.ts';
import { newId } from '../../../src/domain/ids.ts';
import type { Body } from '../../../src/domain/ledger/statement.ts';
import { platform } from '../../../src/domain/platform/node.ts';
import { sealFor } from '../archive/sealing.ts';

/** An item as its depositor knows it. */
export interface Deposited {
	id: string;
	body: Body;
	prefix: Uint8Array;
	plaintext: Uint8Array;
}

/** Seals a plaintext for an item and stores it as an object of its own. */
export async function store(
	connection: Connection,
	open: OpenCase,
	intake: OpenIntake,
	plaintext: Uint8Array,
): Promise<Deposited> {
	const sealed = sealFor(
		{ member: intake.memberSecret, notary: intake.notarySecret },
		newId(platform.randomBytes),
		'original',
		plaintext,
		intake.recovery,
	);
	const object = newId(platform.randomBytes);
	await putObject(connection, object, open.id, sealed.body);
	const body = { object, offset: 0, size: sealed.body.length, sha256: toHex(platform.sha256(sealed.body)) };
	return { id: sealed.item, body, prefix: sealed.prefix, plaintext };
}

/** The statement that takes it in. */
export function receivedDraft(open: OpenCase, intake: OpenIntake, item: Deposited): Draft<'item.received'> {
	return {
		type: 'item.received',
		fields: {
			case: open.id,
			generation: open.key.generation,
			intake: intake.id,
			item: item.id,
			prefix: toHex(platform.sha256(item.prefix)),
			body: item.body,
		},
		detail: {
			to: open.key,
			disclose: {
				names: ['sha256', 'size'],
				to: intake.epoch.key,
				context: intakeContext.facts(item.id, intake.epoch.epoch),
			},
			fields: {
				path: 'a file',
				size: item.plaintext.length,
				modified: new Date(0).toISOString(),
				sha256: toHex(platform.sha256(item.plaintext)),
			},
		},
		prefix: item.prefix,
	};
}

/** Stores a plaintext and takes it in. */
export async function deposit(
	connection: Connection,
	open: OpenCase,
	intake: OpenIntake,
	plaintext: Uint8Array,
): Promise<Deposited> {
	const item = await store(connection, open, intake, plaintext);
	await submit(connection, [receivedDraft(open, intake, item)]);
	return item;
}

/** An opening, as a draft. */
export function openedDraft(
	open: OpenCase,
	item: string,
	cls: 'original' | 'working' = 'original',
): Draft<'item.opened'> {
	return {
		type: 'item.opened',
		fields: { case: open.id, generation: open.key.generation, item, class: cls },
		detail: { to: open.key, fields: { purpose: 'a test' } },
	};
}

/** Opens an item and returns the boxed share that came. */
export async function askShare(
	connection: Connection,
	open: OpenCase,
	item: string,
): Promise<{ opened: Submitted; boxed: string }> {
	const [opened] = (await submit(connection, [openedDraft(open, item)])) as [Submitted];
	return { opened, boxed: toBase64(shareOf(opened)) };
}

/** The headers a body comes with (RFC 9530). */
export function bodyHeaders(bytes: Uint8Array): Record<string, string> {
	return {
		'content-digest': `sha-256=:${toBase64(platform.sha256(bytes))}:`,
		'content-type': 'application/octet-stream',
	};
}

export function putObject(
	connection: Connection,
	object: string,
	caseId: string,
	bytes: Uint8Array,
): Promise<Response> {
	return connection.send(`/v1/objects/${object}?case=${caseId}`, {
		method: 'PUT',
		headers: bodyHeaders(bytes),
		body: bytes as Uint8Array<ArrayBuffer>,
	});
}
