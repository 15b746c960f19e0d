import type { Connection } from '../../src/client/connection.ts';
import type { Desk } from '../../src/client/desk.ts';
import { type Bytes, fromHex, toHex, utf8 } from '../../src/domain/bytes.ts';
import type { Json } from '../../src/domain/canonical.ts';
import { sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { type Id, newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { about, type HeldItem, indexFiles } from './custody.ts';
import type { Examination } from './examine.ts';
import { createSpool } from './sealed-spool.ts';
import { storeBody } from './store-body.ts';

/** Packet manifests up to this size go into the derivative; of longer ones the roots remain, and the command to make them again. */
export const MANIFEST_KEPT = 16 * 2 ** 20;

/**
 * Seals what was made from an item to its class working, stores it, and states it; then states the examination. The
 * catalogue's part (no picture, no place) is sealed to the case.
 */
export async function record(
	connection: Connection,
	desk: Desk,
	held: HeldItem,
	examination: Examination,
	manifest: Bytes | undefined,
): Promise<void> {
	const files = filesOf(examination, manifest);
	const derivative = files.length === 0 ? undefined : await store(connection, desk, held, files);
	const { summary, format, tools, commands, warnings, packets, probe } = examination;
	const fields: { [name: string]: Json } = {
		summary: json(summary),
		format: json(format),
		tools: json(tools ?? {}),
		commands: json(commands),
		warnings: json(warnings),
		...(probe === undefined ? {} : { probeSha256: probe.sha256 }),
		...(packets === undefined ? {} : { packets: json(packets.streams) }),
	};
	await desk.submit({
		type: 'item.examined',
		fields: { ...about(held), ...(derivative === undefined ? {} : { derivative }) },
		detail: { to: held.caseKey, fields },
	});
}

function filesOf(
	examination: Examination,
	manifest: Bytes | undefined,
): { name: string; type: string; bytes: Uint8Array; more?: object }[] {
	const { keyframes, contactSheet, soundWave, probe } = examination;
	return [
		...(probe === undefined ? [] : [{ name: 'ffprobe.json', type: 'application/json', bytes: probe.raw }]),
		...(contactSheet === undefined ? [] : [{ name: 'contact-sheet.jpg', type: 'image/jpeg', bytes: contactSheet }]),
		...keyframes.map(({ jpeg, ...more }, i) => ({
			name: `keyframe-${String(i + 1).padStart(4, '0')}.jpg`,
			type: 'image/jpeg',
			bytes: jpeg,
			more,
		})),
		...(soundWave === undefined ? [] : [{ name: 'sound-wave.json', type: 'application/json', bytes: soundWave }]),
		...(manifest === undefined || manifest.length === 0
			? []
			: [{ name: 'packets.framehash', type: 'text/plain', bytes: manifest }]),
	];
}

/** Sealed piece by piece into a spool: what was made of long footage comes to more than one request may hold. */
async function store(
	connection: Connection,
	desk: Desk,
	held: HeldItem,
	files: Parameters<typeof indexFiles>[0],
): Promise<Id> {
	const { size: plainSize, index } = indexFiles(files);
	const recovery = fromHex(connection.archive.founding.recovery);
	const { prefix, payloadKey } = sealPrefix({
		fileKey: platform.randomBytes(16),
		recipients: [held.working.publicKey, recovery],
	});
	const [object, derivative] = [newId(platform.randomBytes), newId(platform.randomBytes)];
	const spool = await createSpool(payloadKey, 0);
	try {
		for (const { bytes } of files) await spool.write(bytes);
		const { size, sha256 } = await spool.finish(new Uint8Array());
		await storeBody(connection, { object, case: held.entries.case, size, sha256 }, spool.read);
		await desk.submit({
			type: 'derivative.made',
			fields: {
				...about(held),
				derivative,
				prefix: toHex(platform.sha256(prefix)),
				body: { object, offset: 0, size, sha256 },
			},
			detail: { to: held.caseKey, fields: { kind: 'examination', size: plainSize, files: json(index) } },
			prefix,
		});
	} finally {
		payloadKey.fill(0);
		await spool.close();
	}
	return derivative;
}

/** A value as plain JSON: what canonical JSON can hold. */
export function json(value: unknown): Json {
	return JSON.parse(JSON.stringify(value)) as Json;
}

/** Collects a manifest up to the limit; undefined once it is longer. */
export function manifestKeeper(): { take(chunk: Uint8Array): void; bytes(): Bytes | undefined } {
	let parts: Uint8Array[] | undefined = [];
	let size = 0;
	return {
		take(chunk) {
			size += chunk.length;
			if (size > MANIFEST_KEPT) parts = undefined;
			parts?.push(chunk.slice());
		},
		bytes: () =>
			parts === undefined
				? undefined
				: (new Uint8Array(Buffer.concat(parts.length === 0 ? [utf8('')] : parts)) as Bytes),
	};
}
