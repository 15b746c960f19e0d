import { MediaWorker } from '../../../workers/media/worker.ts';
import { enrolWorker, type Live } from '../live.ts';

/**
 * Puts a media worker to work in an archive, one that examines what it has kept unless told otherwise. Resolves with what
 * ends it.
 */
export async function putToWork(live: Live, examines = true): Promise<() => Promise<void>> {
	const { worker, epochSecret } = await enrolWorker(live);
	const stop = new AbortController();
	const epochs = new Map([[1, epochSecret]]);
	const working = new MediaWorker({ connection: worker, epochs }, examines, () => {}).run(stop.signal);
	return async () => {
		stop.abort();
		await working;
	};
}
