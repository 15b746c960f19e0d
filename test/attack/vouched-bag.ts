import { utf8 } from '../../src/domain/bytes.ts';
import { cosign, formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { parseKey, parseNote } from '../../src/domain/ledger/note.ts';
import { type Policy, parsePolicy } from '../../src/domain/ledger/policy.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { askTime } from '../../src/domain/time/ask-time.ts';
import { openStamped, type Stamped } from '../../src/report/verify/stamped.ts';
import { timeAuthority } from '../system/time-authority.ts';
import { type Told, tell } from '../unit/report-story.ts';
import { type Held, heldBag } from './held-bag.ts';

const WITNESSES = ['w1.example', 'w2.example'].map((name, i) => ({ name, seed: new Uint8Array(32).fill(i + 1) }));

/** A bag whose log two witnesses cosigned and a time authority stamped twice: half-way, and at the end. */
export interface Vouched {
	bag: Held;
	vkey: string;
	/** Both witnesses are asked for. */
	policy: Policy;
	policyText: string;
	/** Its files that the plainest bag does not have. */
	more: string[];
	/** The authority's certificate, PEM. */
	ca: string;
}

export async function vouchedBag(): Promise<Vouched> {
	const { told, policyText, ca } = await vouchedStory();
	const { bag } = await heldBag({}, told);
	const plain = (await heldBag()).bag;
	const more = [...bag.keys()].filter((path) => !plain.has(path));
	return { bag, vkey: told.archive.vkey, policy: parsePolicy(policyText), policyText, more, ca };
}

/** The story of that bag. */
export async function vouchedStory(): Promise<{ told: Told; policyText: string; ca: string }> {
	const authority = await timeAuthority();
	const told = tell();
	const { archive, input } = told;
	const { checkpoint } = input.log;
	const key = parseKey(archive.vkey);
	const stamped = async (note: string): Promise<Stamped> => {
		const said = await askTime(fetch, authority.url, utf8(note), new AbortController().signal);
		if (typeof said === 'string') throw new Error(`no time: ${said}`);
		return openStamped(note, said.answer, key);
	};
	const policyText = [
		`log ${archive.vkey}`,
		...WITNESSES.map(({ name, seed }) => `witness ${name} ${formatWitnessKey(name, platform.ed25519Public(seed))}`),
		`group both all ${WITNESSES.map(({ name }) => name).join(' ')}`,
		'quorum both',
		'',
	].join('\n');
	const { text } = parseNote(checkpoint);
	const lines = WITNESSES.map(({ name, seed }) => cosign(text, name, seed, 1_772_409_600));
	input.log.witnesses = { policy: policyText, cosigned: checkpoint + lines.join('') };
	const size = Math.floor(archive.tree.size / 2);
	input.log.stamps = [await stamped(archive.checkpoint(size)), await stamped(checkpoint)];
	input.log.growth = [{ from: size, proof: await archive.growth(size) }];
	await authority.close();
	return { told, policyText, ca: authority.ca };
}
