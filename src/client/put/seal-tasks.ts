import { platform } from '#platform';
import { type Bytes, toHex } from '../../domain/bytes.ts';
import { SEALED_CHUNK_SIZE } from '../../domain/envelope/chunk-range.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { OpenFile, SourceFile } from './ports.ts';
import { bodySize, checkTrulyEmpty, checkUnchanged, envelopeOf, type Rooms, sealRuns } from './seal-file.ts';
import { SealRooms } from './seal-rooms.ts';
import type { Send } from './sender.ts';
import type { FileTask, FromThread, IntakeSecrets, PackedItem, Task } from './tasks.ts';

/** Parts one thread holds at once: on the way, or being sealed while the others are. */
const PARTS = 3;

interface Setup {
	secrets: IntakeSecrets;
	openFile: OpenFile;
	send: Send;
	say(news: FromThread): void;
	/** Resolves when the main thread has on disk what was just said of this task. */
	permission(id: number): Promise<void>;
}

/** Reads, hashes, seals and sends. */
export class SealTasks {
	readonly #setup: Setup;
	readonly #rooms = new SealRooms();

	constructor(setup: Setup) {
		this.#setup = setup;
	}

	/** Says how the task ended; rejects when more than one file is the trouble. */
	async run(id: number, task: Task): Promise<void> {
		if (task.kind === 'pack') return this.#pack(id, task);
		try {
			await this.#large(id, task);
		} catch (error) {
			if (!aboutFile(error)) throw error;
			const changed = error.code === 'changed';
			this.#setup.say({ kind: 'file-failed', id, reason: error.message, changed });
		}
	}

	async #large(id: number, task: Extract<Task, { kind: 'large' }>): Promise<void> {
		const { secrets, say, send } = this.#setup;
		const { file: planned, object, partSize } = task;
		const envelope = envelopeOf(planned.item, secrets, planned.prefix);
		const file = await this.#open(planned);
		const flying = new Set<Promise<void>>();
		this.#rooms.beginParts(partSize);
		const rooms: Rooms = {
			plain: (size) => this.#rooms.plain(size),
			sealed: async (size) => {
				while (flying.size >= PARTS) await Promise.race(flying);
				return this.#rooms.part(size);
			},
		};
		try {
			const size = bodySize(planned.size);
			await this.#noted(id, { kind: 'begin', id, prefix: envelope.prefix, size });
			const [there, journalled] = [hashes(task.done), hashes(task.journalled)];
			const use = async (part: number, sealed: Bytes, sha256: string): Promise<void> => {
				const before = journalled.get(part);
				if (before !== undefined && before !== sha256)
					throw new CustosError('changed', 'the file is not the one that was begun');
				if (before === undefined) {
					// A file that changes while it is read must not have two of its states sealed under one key: look before the bytes leave.
					await checkUnchanged(file, planned);
					await this.#noted(id, { kind: 'part', id, part, sha256 });
				}
				const isThere = there.get(part) === sha256;
				const sending = (
					isThere ? Promise.resolve() : send(`/v1/uploads/${object}/parts/${part}`, sealed, sha256)
				).then(() => {
					say({ kind: 'sent', id, bytes: sealed.length });
					this.#rooms.giveBack(sealed);
				});
				flying.add(sending);
				sending.then(
					() => flying.delete(sending),
					() => undefined,
				);
			};
			const chunks = partSize / SEALED_CHUNK_SIZE;
			const hashesOfBody = await sealRuns(file, planned.size, envelope.payloadKey, chunks, rooms, use);
			await Promise.all(flying);
			await checkUnchanged(file, planned);
			say({ kind: 'large-done', id, ...hashesOfBody, size });
		} finally {
			await Promise.allSettled(flying);
			await file.close();
		}
	}

	async #pack(id: number, { files, object }: Extract<Task, { kind: 'pack' }>): Promise<void> {
		const { say, send } = this.#setup;
		// Bodies are sealed where they will lie.
		const room = this.#rooms.pack(files.reduce((sum, planned) => sum + bodySize(planned.size), 0));
		const items: PackedItem[] = [];
		let offset = 0;
		for (const planned of files) {
			try {
				const sealed = await this.#small(planned, room.subarray(offset));
				items.push({ item: planned.item, offset, ...sealed });
				offset += sealed.length;
			} catch (error) {
				if (!aboutFile(error)) throw error;
				items.push({ item: planned.item, failed: error.message });
			}
		}
		const bytes = room.subarray(0, offset);
		const sha256 = toHex(await (platform.nativeBulk?.sha256(bytes) ?? platform.sha256(bytes)));
		await this.#noted(id, { kind: 'packed', id, size: offset, sha256, items });
		if (offset > 0) await send(`/v1/uploads/${object}/parts/0`, bytes, sha256);
		say({ kind: 'sent', id, bytes: offset });
		say({ kind: 'pack-done', id });
	}

	async #small(
		planned: FileTask,
		room: Bytes,
	): Promise<{ prefix: string; length: number; sha256: string; body: string }> {
		const envelope = envelopeOf(planned.item, this.#setup.secrets, planned.prefix);
		const file = await this.#open(planned);
		try {
			const rooms = {
				plain: (size: number) => this.#rooms.plain(size),
				sealed: (size: number) => room.subarray(0, size),
			};
			const length = bodySize(planned.size);
			const chunks = Math.ceil(length / SEALED_CHUNK_SIZE);
			const hash = await sealRuns(file, planned.size, envelope.payloadKey, chunks, rooms);
			await checkUnchanged(file, planned);
			return { prefix: envelope.prefix, length, ...hash };
		} finally {
			await file.close();
		}
	}

	/** Opens a file and checks that it is still the planned one. */
	async #open(planned: FileTask): Promise<SourceFile> {
		const file = await this.#setup.openFile(planned);
		try {
			await checkUnchanged(file, planned);
			if (planned.size === 0) await checkTrulyEmpty(file);
			return file;
		} catch (error) {
			await file.close();
			throw error;
		}
	}

	async #noted(id: number, news: FromThread): Promise<void> {
		const noted = this.#setup.permission(id);
		this.#setup.say(news);
		await noted;
	}
}

function hashes(parts: readonly { part: number; sha256: string }[]): Map<number, string> {
	return new Map(parts.map((one) => [one.part, one.sha256]));
}

/** True if the file is the reason: it changed, or the system would not let it be read. */
function aboutFile(error: unknown): error is CustosError {
	return isCustosError(error, 'changed') || isCustosError(error, 'unreadable');
}
