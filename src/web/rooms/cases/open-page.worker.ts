import '../../no-eval.ts';
import { type CaseSecrets, openHere, type PageOpener } from '../../../client/case/catalogue.ts';
import { CustosError, isCustosError } from '../../../domain/errors.ts';
import type { NoteKey } from '../../../domain/ledger/note.ts';
import { quicken } from '../../../domain/platform/web-quicken.ts';
import type { FromOpener, ToOpener } from './page-openers.ts';

/** Opens pages of a catalogue beside the page: the case's secret comes first, and goes when the thread is ended. */
let opener: PageOpener | undefined;
const ready = quicken().catch(() => {
	// Everything goes on, more slowly.
});

function notOpened(): never {
	throw new CustosError('internal', 'the thread was not told of a case');
}

const say = (message: FromOpener): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToOpener>) => {
	if ('open' in data) {
		opener = openHere(data.open satisfies CaseSecrets, data.key satisfies NoteKey);
		return;
	}
	const { id, answer } = data;
	const opened = ready.then(() => (opener ?? notOpened())(answer));
	opened.then(
		({ items, ...more }) => say({ id, items: JSON.stringify(items), ...more }),
		(error: unknown) =>
			say({
				id,
				error: isCustosError(error)
					? { code: error.code, message: error.message }
					: { code: 'internal', message: 'a page of the catalogue could not be opened' },
			}),
	);
});
