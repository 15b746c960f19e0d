import { platform } from '#platform';
import { newId } from '../../domain/ids.ts';
import { control } from '../play/control.ts';
import { AWAKE, type Head, isSaving, type Piece, SEALED, type Wish } from '../play/protocol.ts';
import { unlessLate } from '../play/unless-late.ts';
import { attachment } from './attachment.ts';
import { DownloadEnded } from './download-ended.ts';
import type { Offered, SavePlace } from './place.ts';

/** Workers that hear nothing are put to sleep. */
const AWAKE_MS = 15_000;

/**
 * A download that the browser writes to disk while it comes: the service worker answers it with what is written here.
 * Taken once. `sink` fails with DownloadEnded when the person stops the download; aborted, the download fails.
 */
export async function streamDownload(offered: Offered): Promise<Omit<SavePlace, 'kind'>> {
	await control();
	const id = newId(platform.randomBytes);
	const { sink, reader } = rendezvous();
	const workers = navigator.serviceWorker;
	const stop = (): void => {
		workers.removeEventListener('message', onMessage);
		clearInterval(pings);
	};
	const pings = setInterval(() => workers.controller?.postMessage(AWAKE), AWAKE_MS);
	const onMessage = ({ data, ports: [port] }: MessageEvent): void => {
		if (port === undefined || !isSaving(data) || data.id !== id) return;
		workers.removeEventListener('message', onMessage);
		feed(port, reader, offered);
	};
	workers.addEventListener('message', onMessage);
	workers.startMessages();
	const link = document.createElement('a');
	link.href = `${SEALED}${id}`;
	// Beside this page, never in its place: leaving it would forget the keys.
	link.target = '_blank';
	link.rel = 'noopener';
	link.click();
	return {
		sink,
		async finish() {
			stop();
			return undefined;
		},
		async discard() {
			stop();
		},
	};
}

/** What is written on the one side is read on the other, a piece at a time. */
function rendezvous(): { sink: WritableStream<Uint8Array>; reader: ReadableStreamDefaultReader<Uint8Array> } {
	const between = Promise.withResolvers<TransformStreamDefaultController<Uint8Array>>();
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({ start: between.resolve });
	const line = writable.getWriter();
	const sink = new WritableStream<Uint8Array>({
		// A download that is paused takes nothing: what is being written then fails at once, and does not wait for it.
		async start({ signal }) {
			const middle = await between.promise;
			signal.addEventListener('abort', () => middle.error(signal.reason));
		},
		write: (piece) => line.write(piece),
		close: () => line.close(),
	});
	return { sink, reader: readable.getReader() };
}

/** One piece for each that is asked for; an empty one while there is none yet. */
function feed(port: MessagePort, reader: ReadableStreamDefaultReader<Uint8Array>, { name, type }: Offered): void {
	const say = (message: Head | Piece, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
	let coming: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
	const next = async (): Promise<void> => {
		coming ??= reader.read();
		const came = await unlessLate(coming);
		if (came === undefined) return say({ bytes: new ArrayBuffer(0) });
		coming = undefined;
		if (came.done) return say({ end: true });
		const bytes = Uint8Array.from(came.value).buffer;
		say({ bytes }, [bytes]);
	};
	port.onmessage = ({ data }: MessageEvent<Wish>) => {
		if (data === 'next') return void next().catch(() => say({ failed: true }));
		reader.cancel(new DownloadEnded()).catch(() => undefined);
		port.close();
	};
	say({ status: 200, headers: { 'content-type': type, 'content-disposition': attachment(name) }, length: -1 });
}
