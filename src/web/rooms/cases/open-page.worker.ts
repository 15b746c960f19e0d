import '../../no-eval.ts';
import type { OpenedPage } from '../../../client/case/catalogue.ts';
import { openLines, openProof } from '../../../client/case/open-lines.ts';
import type { CatalogueLines } from '../../../domain/catalogue-lines.ts';
import { CustosError, isCustosError } from '../../../domain/errors.ts';
import { quicken } from '../../../domain/platform/web-quicken.ts';
import type { FromOpener, Opened, ToOpener } from './page-openers.ts';

/** Opens a catalogue beside the page: the case's secret comes first, and goes when the thread is ended. */
let told: Extract<ToOpener, { open: unknown }> | undefined;
const held = new Map<number, CatalogueLines>();
const ready = quicken().catch(() => {
	// Everything goes on, more slowly.
});

async function answerTo(asked: Exclude<ToOpener, { open: unknown }>): Promise<Opened> {
	await ready;
	if (told === undefined) throw new CustosError('internal', 'the thread was not told of a case');
	if ('lines' in asked) {
		const { lines, items } = openLines(asked.lines, told.open);
		held.set(asked.number, lines);
		return { shown: JSON.stringify(items) };
	}
	const lines = held.get(asked.number);
	if (lines === undefined) throw new CustosError('internal', 'the thread was not given these lines');
	return { page: written(await openProof(asked.proof, lines, told.open, told.key)) };
}

function written(page: OpenedPage | undefined) {
	return page && { ...page, items: JSON.stringify(page.items) };
}

const say = (message: FromOpener): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToOpener>) => {
	if ('open' in data) {
		told = data;
		return;
	}
	const { id } = data;
	answerTo(data).then(
		(opened) => say({ id, ...opened }),
		(error: unknown) =>
			say({
				id,
				error: isCustosError(error)
					? { code: error.code, message: error.message }
					: { code: 'internal', message: 'a page of the catalogue could not be opened' },
			}),
	);
});
