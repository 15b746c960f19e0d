import { beforeAll, describe, expect, test } from 'vitest';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { type Alteration, alterations, isManifest } from './alterations.ts';
import { changes, type Held, heldBag, readHeld } from './held-bag.ts';

/** A reason is worth something if it says where to look: in which file, entry or item. */
const NAMES_IT =
	/\b(entry|entries|event|item|row|exhibit) |\.(json|pdf|note|signed|consistency)\b|manifest|policy|checkpoint|log key/;

let honest: Held;
let vkey: string;
let all: Alteration[];

beforeAll(async () => {
	({ bag: honest, vkey } = await heldBag());
	all = [...alterations(honest, (await heldBag({ word: 'forger' })).bag)];
});

describe('49: at least five hundred alterations of one bag', () => {
	test('are many, and all different', () => {
		expect(all.length).toBeGreaterThanOrEqual(500);
		expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	});

	test('the bag itself is confirmed', async () => {
		expect((await verifyBag(readHeld(honest), { logKey: vkey })).result).toBe('confirmed');
	});

	test('custos verify fails each of them and says why', async () => {
		const passed: string[] = [];
		const vague: string[] = [];
		for (const { name, bag, fitted } of all) {
			const { result, checks } = await verifyBag(readHeld(bag));
			const failed = checks.filter((check) => check.state === 'fail');
			const changed = changes(honest, bag);
			const named = fitted
				? failed.some((check) => NAMES_IT.test(`${check.name}: ${check.reason}`))
				: failed.some(({ reason }) => changed.some((path) => reason.includes(path))) || changed.some(isManifest);
			if (result !== 'failed') passed.push(name);
			else if (!named) vague.push(`${name}: ${failed.map((check) => check.reason).join(' | ')}`);
		}
		expect(passed).toEqual([]);
		expect(vague).toEqual([]);
	}, 600_000);
});
