import { platform } from '#platform';
import { CustosError } from '../../../domain/errors.ts';
import { newId } from '../../../domain/ids.ts';
import { control } from '../../play/control.ts';
import { AWAKE, type Head, isSaving, type Piece, SEALED, type Wish } from '../../play/protocol.ts';
import type { SavePlace } from './place.ts';

/** The worker gives up on a page that says nothing for longer; a report may pause while it opens items. */
const STILL_THERE_MS = 4_000;
/** Workers that hear nothing are put to sleep. */
const AWAKE_MS = 15_000;

/**
 * A download that the browser writes to disk while it comes: the service worker answers it with what is written here.
 * Taken once. `sink` fails with `unavailable` when the person stops the download.
 */
export async function streamDownload(name: string): Promise<Omit<SavePlace, 'kind'>> {
	await control();
	const id = newId(platform.randomBytes);
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const reader = readable.getReader();
	const workers = navigator.serviceWorker;
	const stop = (): void => {
		workers.removeEventListener('message', onMessage);
		clearInterval(pings);
	};
	const pings = setInterval(() => workers.controller?.postMessage(AWAKE), AWAKE_MS);
	const onMessage = ({ data, ports: [port] }: MessageEvent): void => {
		if (port === undefined || !isSaving(data) || data.id !== id) return;
		workers.removeEventListener('message', onMessage);
		feed(port, reader, name);
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
		sink: writable,
		async finish() {
			stop();
			return undefined;
		},
		async discard() {
			stop();
		},
	};
}

/** One piece for each that is asked for; an empty one while there is none yet. */
function feed(port: MessagePort, reader: ReadableStreamDefaultReader<Uint8Array>, name: string): void {
	const say = (message: Head | Piece, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
	let coming: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
	const next = async (): Promise<void> => {
		coming ??= reader.read();
		const pause = Promise.withResolvers<undefined>();
		const timer = setTimeout(() => pause.resolve(undefined), STILL_THERE_MS);
		const came = await Promise.race([coming, pause.promise]);
		clearTimeout(timer);
		if (came === undefined) return say({ bytes: new ArrayBuffer(0) });
		coming = undefined;
		if (came.done) return say({ end: true });
		const bytes = Uint8Array.from(came.value).buffer;
		say({ bytes }, [bytes]);
	};
	port.onmessage = ({ data }: MessageEvent<Wish>) => {
		if (data === 'next') return void next().catch(() => say({ failed: true }));
		reader.cancel(new CustosError('unavailable', 'the download was stopped')).catch(() => undefined);
		port.close();
	};
	const headers = { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"` };
	say({ status: 200, headers, length: -1 });
}
