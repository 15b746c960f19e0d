import type { Connection } from '../../src/client/connection.ts';
import type { Desk } from '../../src/client/desk.ts';
import { forItemContext } from '../../src/client/play/proxy.ts';
import { fromHex, toHex } from '../../src/domain/bytes.ts';
import { sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { about, type HeldItem } from './custody.ts';
import { json } from './derive.ts';
import { makeProxy } from './proxy.ts';
import { createSpool, type SealedSpool } from './sealed-spool.ts';
import type { Source } from './source.ts';
import { storeBody } from './store-body.ts';

/** Makes the proxy of an item, sealed to its class working as it comes out of the jail, stores it, and states it. */
export async function recordProxy(
	connection: Connection,
	desk: Desk,
	held: HeldItem,
	source: Source,
	signal: AbortSignal,
): Promise<void> {
	const { prefix, payloadKey } = sealPrefix({
		fileKey: platform.randomBytes(16),
		recipients: [held.working.publicKey, fromHex(connection.archive.founding.recovery)],
	});
	let spool: SealedSpool | undefined;
	try {
		const { head, proxy } = await makeProxy(
			source,
			async (headChunks) => {
				const opened = await createSpool(payloadKey, headChunks);
				spool = opened;
				return opened;
			},
			{ signal },
		);
		const made = spool as unknown as SealedSpool;
		const { size, plainSize, sha256 } = await made.finish(head);
		const object = newId(platform.randomBytes);
		await storeBody(connection, { object, case: held.entries.case, size, sha256 }, made.read);
		signal.throwIfAborted();
		await desk.submit({
			type: 'derivative.made',
			fields: {
				...about(held),
				derivative: newId(platform.randomBytes),
				prefix: toHex(platform.sha256(prefix)),
				body: { object, offset: 0, size, sha256 },
				kind: 'proxy',
			},
			detail: {
				to: held.caseKey,
				fields: { kind: 'proxy', class: 'working', size: plainSize, ...(json(proxy) as object) },
				disclose: {
					as: 'forItem',
					names: ['kind', 'size', 'type'],
					to: held.working.publicKey,
					context: forItemContext(held.entries.id),
				},
			},
			prefix,
		});
	} finally {
		payloadKey.fill(0);
		await spool?.close();
	}
}
