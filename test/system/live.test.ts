import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCases } from '../../src/client/cases.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries, openBody, original } from '../../src/client/open-item.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

let live: Live;
beforeAll(async () => {
	live = await startLive();
});
afterAll(() => live.close());

test('what one person deposits through the API, another opens', async () => {
	await enrolWorker(live);
	const [lead, editor] = [await live.enrol(), await live.enrol()];
	const open = await openCase(lead, [[editor, 'editor']]);
	const intake = await openIntake(lead, open, { received: 'by hand' });
	const plaintext = utf8('the gate, at night');
	const { id } = await deposit(lead, open, intake, plaintext);

	const [theirs] = await openCases(editor);
	const item = await itemEntries(editor, id);
	const body = await openBody(editor, theirs as NonNullable<typeof theirs>, item, 'original', 'to see it');
	const pieces: Uint8Array[] = [];
	for await (const piece of original(body, { size: plaintext.length, sha256: toHex(platform.sha256(plaintext)) }))
		pieces.push(piece);
	expect(Buffer.concat(pieces).toString()).toBe('the gate, at night');
	expect(live.log).toEqual([]);
	expect(live.notary.failure()).toBeUndefined();
});
