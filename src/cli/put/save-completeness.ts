import type { Connection } from '../../client/connection.ts';
import type { Completeness } from '../../client/put/completeness.ts';
import { fromHex, utf8 } from '../../domain/bytes.ts';
import { sealTo } from '../../domain/envelope/sealed-box.ts';
import { replace } from '../profile/durable-file.ts';

/** Keeps the whole statement in one's own folder, sealed to oneself. */
export async function saveCompleteness(connection: Connection, path: string, about: Completeness): Promise<void> {
	const context = { what: `intake ${about.intake}`, purpose: 'completeness', generation: 1 };
	await replace(path, sealTo(fromHex(connection.identity.keys.box), context, utf8(JSON.stringify(about))));
}
