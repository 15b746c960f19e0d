import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../src/domain/bytes.ts';
import { signAcknowledgement } from '../../src/domain/ledger/acknowledgement.ts';
import { cosign, formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { parseKey, parseNote } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { askTime } from '../../src/domain/time/ask-time.ts';
import { bagFolderSink, openBagFolder } from '../../src/report/node/bag-folder.ts';
import { acknowledgementOf } from '../../src/report/verify/acknowledge.ts';
import { openStamped } from '../../src/report/verify/stamped.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { needs } from '../system/needs.ts';
import { opensslThere, timeAuthority } from '../system/time-authority.ts';
import { bagInto, bagOf, tell } from '../unit/report-story.ts';
import { violationsOn } from './axe.ts';
import { openBagPage } from './bag-page.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// What a reader brings besides the log key, to the room and to the page in the bag alike: witnesses and time authorities
// whom they believe, and another paper of the same log.

let room: OpenedRoom;
let folder: string;
let vkey: string;
const at = (name: string): string => join(folder, name);
const witness = (n: number): [string, Uint8Array] => [`w${n}.example`, new Uint8Array(32).fill(n)];
const policy = (needed: number, log = ''): string =>
	[
		log,
		...[1, 2]
			.map(witness)
			.map(([name, seed]) => `witness ${name} ${formatWitnessKey(name, platform.ed25519Public(seed))}`),
		`group g ${needed} w1.example w2.example`,
		'quorum g',
		'',
	].join('\n');

describe.skipIf(!hasChromium).each(['the room that verifies', 'verify.html out of the bag'])('%s', (where) => {
	let page: Page;
	beforeAll(async () => {
		if (!opensslThere) return;
		room ??= await openRoom();
		if (folder === undefined) await prepare();
		if (where.startsWith('the room')) {
			({ page } = await room.visitor());
			await page.goto('/verify');
			await page.getByText('it works with the network off').waitFor();
		} else page = (await openBagPage(room.browser, join(at('bag'), 'data/verify.html'))).page;
	});
	afterAll(() => page?.context().close());
	beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));

	const choose = (label: string, name: string) => page.getByLabel(label).last().setInputFiles(at(name));
	const brought = async (button: string, field: string, name: string): Promise<void> => {
		await choose(button, name);
		const text = await readFile(at(name), 'utf8');
		await expect.poll(() => page.getByLabel(field).inputValue()).toBe(text);
	};
	const again = () => page.getByRole('button', { name: /^Check an?other|^Check again/ }).click();
	const opened = () => page.getByText('I also have something to check it against').click();

	test('by itself the bag proves neither its witnesses nor its time, and says why', async () => {
		await choose('Choose the folder', 'bag');
		await page.getByText('origin is NOT confirmed').first().waitFor();
		await page.getByText('the witnesses are those the bag names: give a policy of your own').waitFor();
		await page.getByText('give their certificates').waitFor();
	});

	test('one witness cosigned: enough for a policy that asks for one and names the log, not for two', async () => {
		await again();
		await opened();
		await page.getByLabel('Policy: witnesses, and how many are enough').fill('quorum nobody');
		await page.getByText('This cannot be used: line 1').waitFor();
		await brought('Read the policy from a file', 'Policy: witnesses', 'one.policy');
		await choose('Choose the folder', 'bag');
		await page.getByText('It holds, and its origin is confirmed').waitFor();
		await page.getByText('Checked with the log key in the policy you gave').waitFor();
		await page.getByText('The witnesses are judged by the policy you gave').waitFor();
		expect(await page.getByText('the witnesses are those the bag names').count()).toBe(0);
		await again();
		await brought('Read the policy from a file', 'Policy: witnesses', 'two.policy');
		await choose('Choose the folder', 'bag');
		await page.getByText('It does not hold').waitFor();
		await page.getByText('1 of the 2 witnesses of your policy cosigned').waitFor();
	});

	test('the certificate of the authority that stamped it holds, another does not', async () => {
		await again();
		await page.getByLabel('Policy: witnesses, and how many are enough').fill('');
		await page.getByLabel('Certificates of time authorities (PEM)').fill('-----BEGIN CERTIFICATE-----');
		await page.getByText('there is no certificate in this text').waitFor();
		await brought('Read the certificates from a file', 'Certificates of time', 'ca.pem');
		await choose('Choose the folder', 'bag');
		await page.getByText('origin is NOT confirmed').first().waitFor();
		await page.getByText('The time authorities are judged by the certificates you gave').waitFor();
		expect(await page.getByText('give their certificates').count()).toBe(0);
		await again();
		await brought('Read the certificates from a file', 'Certificates of time', 'other-ca.pem');
		await choose('Choose the folder', 'bag');
		await page.getByText('It does not hold').waitFor();
		await page.getByText('The time authorities are not those whose certificates you have').waitFor();
		await again();
	});

	test('an acknowledgement of this report is told of; one of other files under its name fails', async () => {
		await page.getByLabel('Certificates of time authorities (PEM)').fill('');
		const field = 'A recipient’s acknowledgement';
		await brought('Read the note from a file', field, 'acknowledgement.txt');
		await choose('Choose the folder', 'bag');
		await page.getByText(/^Acknowledged by A clerk \(key P-[0-9a-f]{8}\), who had checked it without/).waitFor();
		await page.getByText('origin is NOT confirmed').first().waitFor();
		await again();
		await brought('Read the note from a file', field, 'acknowledgement-of-others.txt');
		await choose('Choose the folder', 'bag');
		await page.getByText('It does not hold').waitFor();
		await page.getByText('the acknowledgement is of other files than the report has').waitFor();
		await again();
		await page.getByLabel(field).fill('');
	});

	test('held against other papers of the log: two histories are proven, one is not, and others prove nothing', async () => {
		await choose('Choose the folder', 'here');
		await page.getByText('Were two histories signed?').waitFor();
		await choose('Choose the other file', 'earlier');
		await page.getByText('Nothing here shows two histories').waitFor();
		await choose('Choose the other file', 'other-receipts.jsonl');
		await page.getByText('Proven: this log’s key signed two histories').waitFor();
		await page.getByText(/Entries \d+ to \d+ are one thing|Both checkpoints say/).waitFor();
		expect(await violationsOn(page)).toEqual([]);
		await choose('Choose the other folder', 'there');
		await page.getByText('Compared with there').waitFor();
		await page.getByText('Proven: this log’s key signed two histories').waitFor();
		await choose('Choose the other folder', 'stranger');
		await page.getByText('these are of two logs with different keys').waitFor();
		await choose('Choose the other file', 'one.policy');
		await page.getByText('The two cannot be held against each other').waitFor();
		expect(await page.getByText('Proven: this log’s key').count()).toBe(0);
	});
});
afterAll(async () => {
	await room?.close();
	if (folder !== undefined) await rm(folder, { recursive: true });
});

/** Two histories of one log in bags and other papers, one of them cosigned and stamped, and what readers may bring. */
async function prepare(): Promise<void> {
	folder = await mkdtemp(join(tmpdir(), 'custos-brought-'));
	const [authority, other] = await Promise.all([timeAuthority(), timeAuthority('Another Time')]);
	const told = tell();
	const { archive, input } = told;
	vkey = archive.vkey;
	const { checkpoint } = input.log;
	const [name, seed] = witness(1);
	input.log.witnesses = {
		policy: policy(1, `log ${vkey}`),
		cosigned: checkpoint + cosign(parseNote(checkpoint).text, name, seed, 1_772_409_600),
	};
	const stamped = await askTime(fetch, authority.url, utf8(checkpoint), new AbortController().signal);
	if (typeof stamped === 'string') throw new Error(`no time: ${stamped}`);
	input.log.stamps = [await openStamped(checkpoint, stamped.answer, parseKey(vkey))];
	await bagInto(bagFolderSink(at('bag')), {}, told);
	const [here, there] = [tell(), tell()];
	await bagInto(bagFolderSink(at('here')), {}, here);
	await bagInto(bagFolderSink(at('there')), {}, there);
	await bagOf(at('stranger'), { word: 'stranger' });
	await writeFile(at('earlier'), here.archive.checkpoint(here.archive.tree.size - 4));
	const receipt = there.archive.entry(there.archive.tree.size - 1);
	await writeFile(at('other-receipts.jsonl'), `${JSON.stringify(receipt)}\n`);
	await writeFile(at('one.policy'), policy(1, `log ${vkey}`));
	await writeFile(at('two.policy'), policy(2, `log ${vkey}`));
	await writeFile(at('ca.pem'), authority.ca);
	await writeFile(at('other-ca.pem'), other.ca);
	const reader = openBagFolder(at('bag'));
	const said = await acknowledgementOf(reader, await verifyBag(reader), { by: 'A clerk', now: new Date() });
	const recipient = new Uint8Array(32).fill(3);
	await writeFile(at('acknowledgement.txt'), signAcknowledgement(said, recipient));
	await writeFile(at('acknowledgement-of-others.txt'), signAcknowledgement({ ...said, json: said.pdf }, recipient));
	await Promise.all([authority.close(), other.close()]);
}
