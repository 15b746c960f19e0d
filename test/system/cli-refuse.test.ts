import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

let archive: Running;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
});
afterAll(() => archive.stop());

test('`custos refuse` shows what is open, turns a request down, and withdraws an invite nobody came with', async () => {
	const line = (await asked(archive, 'investigator', 'invite', '--role', 'member', '--name', 'Mallory'))['invite'];
	await asked(archive, 'investigator', 'invite', '--role', 'member', '--name', 'Nina');
	const file = join(archive.folder, 'invite');
	await writeFile(file, String(line));
	const joined = await archive.custos('mallory', 'join', String(line), '--name', 'Mallory');
	expect(joined.code, joined.err).toBe(0);

	const shown = await archive.custos('investigator', 'refuse');
	expect(shown.out).toMatch(/Mallory +member +P-[0-9a-f]{8}/);
	expect(shown.out).toMatch(/Nina +member +nobody yet/);
	expect(await asked(archive, 'investigator', 'refuse', 'mallory')).toMatchObject({ open: [{ called: 'Nina' }] });
	expect(await asked(archive, 'investigator', 'approve')).toMatchObject({ open: [] });
	expect(await asked(archive, 'investigator', 'refuse', 'Nina')).toMatchObject({ open: [] });
	const again = await archive.custos('investigator', 'refuse', 'Nina');
	expect(again).toMatchObject({ code: 1, err: expect.stringContaining('no open invite and no request fits Nina') });
});
