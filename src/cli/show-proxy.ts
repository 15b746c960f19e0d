import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FoundItem } from '../client/case/find-item.ts';
import { openPlayable } from '../client/play/open-playable.ts';
import { proxyOf, requestProxy } from '../client/play/proxy.ts';
import { readThrough } from '../client/play/read-through.ts';
import { failureIn } from '../report/words/failures.ts';
import type { Context } from './context.ts';
import { assertNew, assertPlace, newFile } from './new-file.ts';
import { sayPassedOver } from './say-passed-over.ts';
import { Told } from './told.ts';
import { bytesInWords, printable, shortId } from './words.ts';

const LOOK_EVERY_MS = 1000;

/**
 * Writes the copy of an item that players play: asked for where there is none, or where making it failed; waited for; opened
 * under an entry of its own, every chunk checked. Throws `exists`, `denied`, or what the worker said.
 */
export async function writeProxy(
	context: Context,
	{ open, item }: FoundItem,
	{ out, purpose: given }: { out: string; purpose: string | undefined },
): Promise<{ file: string; size: number; entry: number; passedOver: readonly number[] }> {
	const { t } = context;
	const path = resolve(out);
	await assertPlace(path);
	await assertNew(path);
	const purpose = await context.answer(given, t.askPurpose, '--purpose');
	const connection = await context.connection();
	await made(context, { open, item });
	const file = await newFile(path);
	const reader = await openPlayable(connection, open, item, 'proxy', purpose).catch(async (error: unknown) => {
		await file.discard();
		throw error;
	});
	if (!context.json) context.say(t.openingRecorded(reader.opened.index));
	sayPassedOver(context, reader.passedOver);
	const progress = context.createProgress({ label: shortId(item.id), totalBytes: reader.size });
	const wrote = (bytes: number): void => progress.add(bytes);
	await file.fill(readThrough(reader, context.signal), { signal: context.signal, wrote }).finally(() => {
		progress.done();
		reader.close();
	});
	context.out(t.proxy.wrote(printable(path), bytesInWords(reader.size)));
	return { file: path, size: reader.size, entry: reader.opened.index, passedOver: reader.passedOver };
}

/** Resolves once it is made. What failed before is asked for anew; what fails now is told. */
async function made(context: Context, { open, item }: FoundItem): Promise<void> {
	const { t, signal } = context;
	const connection = await context.connection();
	const { state } = await proxyOf(connection, open, item.id);
	if (state === 'made') return;
	if (state === 'wanted') context.say(t.proxy.being);
	else context.say(t.proxy.asked((await requestProxy(connection, open, item.id)).index));
	for (;;) {
		const proxy = await proxyOf(connection, open, item.id);
		if (proxy.state === 'made') return;
		if (proxy.state === 'failed')
			throw new Told(proxy.code, t.proxy.failed(printable(failureIn(context.lang, proxy.reason))));
		await pause(LOOK_EVERY_MS, undefined, { signal });
	}
}
