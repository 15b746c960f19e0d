import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/domain/bytes.ts';
import { openingOf } from '../../src/domain/ledger/opening.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
import type { DisclosedEntry, ItemInput } from '../../src/report/report-input.ts';
import { caseJsonld } from '../../src/report/verify/case-uco/case-jsonld.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { needs } from '../system/needs.ts';
import { opensslThere } from '../system/time-authority.ts';
import { type About, Archive, id, Person } from '../unit/report-archive.ts';
import { people } from '../unit/report-story.ts';
import { fileLies } from './file-lies.ts';
import { Exporter, type Forgery, failures as failuresAgainst, remanifest, shell } from './forged-bag.ts';
import { reportLies } from './report-lies.ts';

const { vkey } = new Archive('one');
const failures = (dir: string) => failuresAgainst(dir, vkey);
let exporter: Exporter;
beforeAll(async () => {
	exporter = await Exporter.begin();
});
afterAll(() => exporter.end());

describe('49: altered by the exporter, who signs what he altered', () => {
	test('without a lie the same steps make a bag that is confirmed', async () => {
		const verdict = await verifyBag(openBagFolder(await exporter.lie('none', () => undefined)), { logKey: vkey });
		expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
		expect(verdict.result).toBe('confirmed');
	});

	test.for([...reportLies, ...fileLies])('%s', async ([name, change, reason, shellSees], { skip }) => {
		const dir = await exporter.lie(name, change);
		if (name !== 'another log in the policy') await remanifest(dir);
		expect((await failures(dir)).join('\n')).toMatch(reason);
		if (shellSees !== true) return;
		needs(opensslThere, 'openssl', skip);
		expect((await shell(dir)).code).toBe(1);
	});

	test.each<[string, Person, Partial<About>, RegExp]>([
		['signed by a reader', people.reader, {}, /signed by somebody else than its issuer/],
		['signed by nobody enrolled', new Person('stranger'), {}, /signed by somebody else than its issuer/],
		['a signature that was refused', people.lead, { result: 'denied:denied' }, /not the acceptance of its signature/],
		['a signature filed as another type', people.lead, { type: 'report.begun' }, /receipt is of another type/],
		[
			'a signature filed under another case',
			people.lead,
			{ subject: { kind: 'case', id: id('other case') } },
			/filed under another case/,
		],
	])('%s', async (name, signer, about, reason) => {
		const dir = await exporter.lie(name, () => undefined, signer, about).catch((error: Error) => error.message);
		if (!dir.startsWith('/')) return expect(dir).toMatch(reason);
		expect((await failures(dir)).join('\n')).toMatch(reason);
	});

	test('report.signed without the proof that its log continues the bag’s', async () => {
		const dir = await exporter.lie('no-growth', () => undefined);
		await writeFile(join(dir, 'report.signed.consistency'), '');
		await remanifest(dir);
		expect(await failures(dir)).toContainEqual(expect.stringMatching(/does not continue the log/));
	});

	test('what no entry holds, and other words than the fixed ones, stand on the issuer’s word', async () => {
		const named = async (name: string, change: (report: CustodyReport) => void): Promise<string[]> => {
			const dir = await exporter.lie(name, async (bag) => {
				await bag.report(change);
				const report = JSON.parse((await bag.read('data/report.json')).toString()) as CustodyReport;
				await bag.write('data/case.jsonld', caseJsonld(report));
			});
			const verdict = await verifyBag(openBagFolder(dir), { logKey: vkey });
			expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
			return verdict.onWordOfIssuer.flatMap((one) =>
				one.includes(' of exhibit ') ? [] : one.replace(/(?: [0-9a-f]{32})?: on the word of .*$/, ''),
			);
		};
		const written = ['legalBasis of the case', 'purpose of the report'];
		const honest = [
			...written,
			'keyframes of item',
			'qualification of the report',
			'recipient of the report',
			'restrictions of the case',
		];
		expect((await named('no words', () => undefined)).sort()).toEqual(honest.sort());
		const invented = await named('invented words', (report) => {
			Object.assign(report.report, { authority: 'ICC', supersedes: id('no report'), redactions: ['Nothing'] });
			Object.assign(report.case, { consent: 'given', victimProtection: 'none needed', details: { court: 'yes' } });
			Object.assign(report.items[0] ?? {}, { hashedBy: 'a ministry' });
			report.certification.statement = 'I certify that the scene is true.';
			report.verification.proven.push('That the scene is true.');
			report.verification.notProven = [];
			report.deviations.notKnown = [];
		});
		const ofCase = ['consent', 'victimProtection', 'details'].map((name) => `${name} of the case`);
		const texts = ['statement', 'proven', 'notProven', 'notKnown', 'redactions'];
		const ofReport = ['authority', 'supersedes', ...texts].map((name) => `${name} of the report`);
		expect(invented.sort()).toEqual([...honest, 'hashedBy of item', ...ofCase, ...ofReport].sort());
	});

	test('key frames that are not those the worker made stand on the issuer’s word; packet hashes are refused', async () => {
		const liar = await Exporter.begin({ listed: true });
		const named = async (name: string, change: (forgery: Forgery) => Promise<void>): Promise<string[]> => {
			const verdict = await verifyBag(openBagFolder(await liar.lie(name, change)), { logKey: vkey });
			expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
			return verdict.onWordOfIssuer.flatMap((one) => /^(keyframes|packets\.path) of item /.exec(one)?.[1] ?? []);
		};
		const sha256 = toHex(platform.sha256(utf8('invented')));
		const [frame, packets] = ['keyframes/0001.jpg', 'packets.framehash'].map((name) => `data/items/EX-0012/${name}`);
		expect(await named('none', async () => undefined)).toEqual([]);
		const another = named('another picture', async (bag) => {
			await bag.write(frame as string, 'invented');
			await bag.report(({ items: [item] }) => Object.assign(item?.files.keyframes[0] ?? {}, { sha256 }));
		});
		expect(await another).toEqual(['keyframes']);
		const time = named('another time', (bag) =>
			bag.report(({ items: [item] }) => Object.assign(item?.files.keyframes[0] ?? {}, { ptsMs: 5 })),
		);
		expect(await time).toEqual(['keyframes']);
		const manifest = await liar.lie('another manifest', async (bag) => {
			await bag.write(packets as string, 'invented');
			await bag.report(({ items: [item] }) => Object.assign(item?.files.packets ?? {}, { sha256 }));
		});
		expect(await failures(manifest)).toEqual([expect.stringMatching(/packets\.framehash is none of the files/)]);
		await liar.end();
	});

	test.each<[string, boolean, string[]]>([
		['wholly', false, ['fromMs', 'toMs', 'fromFrame', 'toFrame', 'tags', 'note', 'people']],
		['in part', true, ['note']],
	])(
		'what the newest wording, kept back %s, may have put right stands on the issuer’s word',
		async (_, part, fields) => {
			const liar = await Exporter.begin({
				reworded: true,
				change: ({ items: [item] }) => {
					const { entries } = item as ItemInput;
					const kept = ['clip.revised', 'exhibit.renamed'].map((type) =>
						entries.findLastIndex(({ entry }) => entry.receipt.skeleton.includes(`"type":"${type}"`)),
					);
					(item as ItemInput).entries = entries.map((one, i) => {
						if (!kept.includes(i)) return one;
						return part ? { entry: one.entry, opening: withoutWords(one) } : { entry: one.entry };
					});
				},
			});
			const verdict = await verifyBag(openBagFolder(await liar.lie('none', () => undefined)), { logKey: vkey });
			expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
			const named = (label: string): string[] =>
				verdict.onWordOfIssuer.flatMap((one) =>
					one.includes(` of exhibit ${label}:`) ? [one.split(' of ')[0] ?? ''] : [],
				);
			expect(named('GUL-0012')).toEqual(['title']);
			expect(named('GUL-0012.01')).toEqual(['title', ...fields]);
			await liar.end();
		},
	);
});

function withoutWords({ detail }: DisclosedEntry): DisclosedEntry['opening'] {
	const { seed, fields } = detail as NonNullable<typeof detail>;
	return openingOf({ seed: fromHex(seed), fields }, (name) => name !== 'note' && name !== 'title');
}
