import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { type Bytes, toHex } from '../../domain/bytes.ts';
import { SEALED_CHUNK_SIZE } from '../../domain/envelope/chunk-range.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import { platform } from '../../domain/platform/node.ts';
import { bodySize, checkUnchanged, envelopeOf, type IntakeSecrets, sealRuns } from './seal-file.ts';
import { createSender } from './send.ts';
import type { FileTask, FromThread, PackedItem, Task, ToThread } from './tasks.ts';

/** Parts one thread has on the way at once, besides the one it seals. */
const IN_FLIGHT = 2;

if (parentPort === null) throw new CustosError('internal', 'this file runs as a thread');
const port = parentPort;
const say = (message: FromThread): void => port.postMessage(message);

let setup: { server: string; caseId: string; secrets: IntakeSecrets } | undefined;
let sender: ReturnType<typeof createSender> | undefined;
const going = new Map<number, () => void>();
let tokenCame: ((token: string) => void)[] = [];

port.on('message', (message: ToThread) => {
	if (message.kind === 'setup') {
		setup = message;
		sender = createSender(
			message.server,
			(refused) =>
				new Promise((resolve) => {
					tokenCame.push(resolve);
					say({ kind: 'token', ...(refused === undefined ? {} : { refused }) });
				}),
		);
	} else if (message.kind === 'token') {
		for (const resolve of tokenCame) resolve(message.token);
		tokenCame = [];
	} else if (message.kind === 'go') {
		going.get(message.id)?.();
		going.delete(message.id);
	} else {
		run(message.id, message.task).catch((error: unknown) => {
			if (aboutFile(error))
				return say({
					kind: 'file-failed',
					id: message.id,
					reason: reason(error),
					changed: isCustosError(error, 'changed'),
				});
			const known = isCustosError(error)
				? error
				: new CustosError('internal', `a sealing thread failed (${(error as Error).name})`);
			say({ kind: 'failed', id: message.id, code: known.code, message: known.message });
		});
	}
});

/** Waits until the main thread has it on disk. */
function permission(id: number): Promise<void> {
	return new Promise((resolve) => going.set(id, resolve));
}

async function run(id: number, task: Task): Promise<void> {
	if (setup === undefined || sender === undefined) throw new CustosError('internal', 'the thread was not set up');
	if (task.kind === 'large') await large(id, task, setup, sender);
	else await pack(id, task, setup, sender);
}

async function large(
	id: number,
	task: Extract<Task, { kind: 'large' }>,
	{ secrets }: { secrets: IntakeSecrets },
	{ send }: ReturnType<typeof createSender>,
): Promise<void> {
	const { file: planned, object, partSize } = task;
	const envelope = envelopeOf(planned.item, secrets, planned.prefix);
	const file = await openPlanned(planned);
	const flying = new Set<Promise<void>>();
	try {
		const size = bodySize(planned.size);
		const begun = permission(id);
		say({ kind: 'begin', id, prefix: envelope.prefix, size });
		await begun;
		const [there, journalled] = [hashes(task.done), hashes(task.journalled)];
		const hashesOfBody = await sealRuns(
			file,
			planned.size,
			envelope.payloadKey,
			partSize / SEALED_CHUNK_SIZE,
			async (part, sealed) => {
				const sha256 = toHex(platform.sha256(sealed));
				const before = journalled.get(part);
				if (before !== undefined && before !== sha256)
					throw new CustosError('changed', 'the file is not the one that was begun');
				if (before === undefined) {
					// A file that changes while it is read must not have two of its states sealed under one key: look before the bytes leave.
					await checkUnchanged(file, planned);
					const noted = permission(id);
					say({ kind: 'part', id, part, sha256 });
					await noted;
				}
				if (there.get(part) === sha256) return say({ kind: 'sent', id, bytes: sealed.length });
				while (flying.size >= IN_FLIGHT) await Promise.race(flying);
				const sending = send(`/v1/uploads/${object}/parts/${part}`, sealed, sha256).then(() =>
					say({ kind: 'sent', id, bytes: sealed.length }),
				);
				flying.add(sending);
				sending.then(
					() => flying.delete(sending),
					() => undefined,
				);
			},
		);
		await Promise.all(flying);
		await checkUnchanged(file, planned);
		say({ kind: 'large-done', id, ...hashesOfBody, size });
	} finally {
		await Promise.allSettled(flying);
		await file.close();
	}
}

async function pack(
	id: number,
	{ files, object }: Extract<Task, { kind: 'pack' }>,
	{ secrets }: { secrets: IntakeSecrets },
	{ send }: ReturnType<typeof createSender>,
): Promise<void> {
	// One buffer for the whole pack: bodies go where they will lie, and are garbage at once.
	const room = new Uint8Array(files.reduce((sum, planned) => sum + bodySize(planned.size), 0));
	const items: PackedItem[] = [];
	let offset = 0;
	for (const planned of files) {
		try {
			const sealed = await sealSmall(planned, secrets);
			items.push({
				item: planned.item,
				prefix: sealed.prefix,
				offset,
				length: sealed.bytes.length,
				sha256: sealed.sha256,
				body: sealed.body,
			});
			room.set(sealed.bytes, offset);
			offset += sealed.bytes.length;
		} catch (error) {
			if (!aboutFile(error)) throw error;
			items.push({ item: planned.item, failed: reason(error) });
		}
	}
	const bytes = room.subarray(0, offset);
	const sha256 = toHex(platform.sha256(bytes));
	const noted = permission(id);
	say({ kind: 'packed', id, size: offset, sha256, items });
	await noted;
	if (offset > 0) await send(`/v1/uploads/${object}/parts/0`, bytes, sha256);
	say({ kind: 'sent', id, bytes: offset });
	say({ kind: 'pack-done', id });
}

async function sealSmall(
	planned: FileTask,
	secrets: IntakeSecrets,
): Promise<{ prefix: string; bytes: Bytes; sha256: string; body: string }> {
	const envelope = envelopeOf(planned.item, secrets, planned.prefix);
	const file = await openPlanned(planned);
	try {
		let bytes: Bytes = new Uint8Array();
		const chunks = Math.ceil(bodySize(planned.size) / SEALED_CHUNK_SIZE);
		const hash = await sealRuns(file, planned.size, envelope.payloadKey, chunks, async (_run, sealed) => {
			bytes = sealed;
		});
		await checkUnchanged(file, planned);
		return { prefix: envelope.prefix, bytes, ...hash };
	} finally {
		await file.close();
	}
}

/** Opens without following a link that took the file's place, and checks that it is still the planned one. */
async function openPlanned(planned: FileTask): Promise<FileHandle> {
	const file = await open(
		Buffer.from(planned.at, 'hex'),
		constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
	);
	try {
		await checkUnchanged(file, planned);
		return file;
	} catch (error) {
		await file.close();
		throw error;
	}
}

function hashes(parts: readonly { part: number; sha256: string }[]): Map<number, string> {
	return new Map(parts.map((one) => [one.part, one.sha256]));
}

/** True if the file is the reason: it changed, or the system would not let it be read. */
function aboutFile(error: unknown): boolean {
	return (
		isCustosError(error, 'changed') ||
		(!isCustosError(error) && typeof (error as NodeJS.ErrnoException).syscall === 'string')
	);
}

/** Why a file could not be read, without its name. */
function reason(error: unknown): string {
	if (isCustosError(error)) return error.message;
	return `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`;
}
