import { toBase64 } from '../../../src/domain/bytes.ts';
import { newId } from '../../../src/domain/ids.ts';
import { type Act, actHash } from '../../../src/domain/ledger/act.ts';
import { platform } from '../../../src/domain/platform/node.ts';
import type { Archive } from '../archive-builder.ts';
import { makePerson, type TestPerson } from './person.ts';

/** The first proposes the act, the others approve it. Returns the proposal's id, for the field `approval`. */
export async function agree(archive: Archive, act: Act, by: readonly TestPerson[]): Promise<string> {
	const proposal = newId(platform.randomBytes);
	const [first, ...others] = by as [TestPerson, ...TestPerson[]];
	const sealed = toBase64(platform.randomBytes(16));
	const reasons =
		act.type === 'item.expunged' ? { reasons: by.map(({ keys }) => ({ person: keys.sign, sealed })) } : {};
	await archive.submit(first, { type: 'act.proposed', proposal, act, ...reasons, rules: 2 });
	for (const one of others) await archive.submit(one, { type: 'act.approved', proposal, what: actHash(act), rules: 2 });
	return proposal;
}

/** So many more stewards, and from here on `threshold` of all must agree. */
export async function moreStewards(archive: Archive, more: number, threshold: number): Promise<TestPerson[]> {
	const stewards = Array.from({ length: more }, makePerson);
	for (const one of stewards) await archive.enrol(one, 'steward');
	const act = { type: 'threshold.changed' as const, threshold };
	const by = [archive.steward, ...stewards].slice(0, threshold);
	if (threshold > 1) await archive.submit(archive.steward, { ...act, approval: await agree(archive, act, by) });
	return stewards;
}
