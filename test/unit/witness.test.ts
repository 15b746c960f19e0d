import { describe, expect, test } from 'vitest';
import { type Bytes, toHex } from '../../src/domain/bytes.ts';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import {
	addCosignatures,
	cosign,
	cosignedAt,
	formatWitnessKey,
	parseWitnessKey,
} from '../../src/domain/ledger/cosignature.ts';
import { leafHash, rootOf } from '../../src/domain/ledger/merkle.ts';
import { formatKey, type NoteSignature, parseKey, parseNote } from '../../src/domain/ledger/note.ts';
import { parsePolicy } from '../../src/domain/ledger/policy.ts';
import { consistencyProof } from '../../src/domain/ledger/tiles.ts';
import {
	formatAddCheckpoint,
	judgeCheckpoint,
	parseAddCheckpoint,
	type Witnessed,
} from '../../src/domain/ledger/witness.ts';
import { platform } from '../../src/domain/platform/node.ts';

const seed = (n: number): Bytes => new Uint8Array(32).fill(n);
const ORIGIN = 'custos/22f1b29c1d231a00';
const logKey = parseKey(formatKey(ORIGIN, platform.ed25519Public(seed(1))));
const NAME = 'witness.example/w1';
const vkey = formatWitnessKey(NAME, platform.ed25519Public(seed(2)));
const witness = parseWitnessKey(vkey);

/** A log of leaves `text 0`, `text 1`…: its checkpoint at any size, and what leads from one to another. */
function logOf(text: string) {
	const hashes = (size: number): Bytes[] =>
		Array.from({ length: size }, (_, i) => leafHash(new TextEncoder().encode(`${text} ${i}`)));
	return {
		at(size: number): { note: string } & Witnessed {
			const root = rootOf(hashes(size));
			return { size, root, note: signCheckpoint({ origin: ORIGIN, size, root }, seed(1)) };
		},
		path: (from: number, to: number): Promise<Bytes[]> =>
			consistencyProof(from, to, async (_, low, high) => hashes(high).slice(low)),
	};
}

describe('cosignatures', () => {
	// The example of the specification: its checkpoint, its log's signature, its witness.
	const example = [
		'example.com/behind-the-sofa',
		'20852163',
		'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
		'',
		'— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
		'— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==',
		'',
	].join('\n');

	test('the line has the bytes of the specification: id, eight bytes of time, 64 of signature', () => {
		const line = parseNote(example).signatures[1] as NoteSignature;
		expect(line.signature.length).toBe(72);
		expect(new DataView(line.signature.buffer, line.signature.byteOffset).getBigUint64(0)).toBe(1679315147n);
		const { note } = logOf('a').at(3);
		const ours = parseNote(note + cosign(parseNote(note).text, NAME, seed(2), 1679315147))
			.signatures[1] as NoteSignature;
		expect(toHex(ours.id)).toBe(toHex(witness.id));
		expect(ours.signature.length).toBe(72);
		const message = `cosignature/v1\ntime 1679315147\n${parseNote(note).text}`;
		expect(platform.ed25519Verify(witness.publicKey, new TextEncoder().encode(message), ours.signature.slice(8))).toBe(
			true,
		);
	});

	test('are found by name, id and signature; another’s time, text or key does not pass', () => {
		const { note } = logOf('a').at(3);
		const body = parseNote(note).text;
		const both = addCosignatures(note, cosign(body, NAME, seed(2), 1000), [witness]);
		expect(cosignedAt(both, witness)).toBe(1000);
		expect(openCheckpoint(both, logKey).size).toBe(3);
		expect(cosignedAt(note, witness)).toBeUndefined();
		const other = logOf('b').at(3);
		expect(() => cosignedAt(other.note + cosign(body, NAME, seed(2), 1000), witness)).toThrow('does not verify');
		expect(addCosignatures(note, cosign(body, NAME, seed(3), 1000), [witness])).toBe(note);
		expect(addCosignatures(note, cosign(body, 'somebody.else/w', seed(2), 1000), [witness])).toBe(note);
		expect(addCosignatures(both, cosign(body, NAME, seed(2), 2000), [witness])).toBe(both);
	});

	test('a log key is no key of a witness, nor the other way', () => {
		expect(() => parseWitnessKey(formatKey(NAME, platform.ed25519Public(seed(2))))).toThrow(
			'not an Ed25519 key of a witness',
		);
		expect(() => parseKey(vkey)).toThrow('not an Ed25519 log key');
		expect(toHex(witness.id)).toBe(
			toHex(platform.sha256(new TextEncoder().encode(`${NAME}\n\u0004`), platform.ed25519Public(seed(2))).slice(0, 4)),
		);
	});
});

describe('what a witness answers', () => {
	const log = logOf('a');
	const [none, three, eight, eleven] = [log.at(0), log.at(3), log.at(8), log.at(11)];
	const knows = (latest: Witnessed | undefined) => (origin: string) =>
		origin === ORIGIN ? { keys: [logKey], latest } : undefined;
	const { path } = log;
	const ask = (old: number, to: { note: string }, proof: Bytes[]): string =>
		formatAddCheckpoint({ old, proof, note: to.note });

	test('cosigns the first it sees, and what follows with a proof', async () => {
		expect(judgeCheckpoint(ask(0, three, []), knows(undefined))).toMatchObject({
			verdict: 'cosign',
			checkpoint: { size: 3 },
		});
		expect(judgeCheckpoint(ask(3, eight, await path(3, 8)), knows(three))).toMatchObject({ verdict: 'cosign' });
		expect(judgeCheckpoint(ask(8, eleven, await path(8, 11)), knows(eight))).toMatchObject({ verdict: 'cosign' });
		expect(judgeCheckpoint(ask(8, eight, []), knows(eight))).toMatchObject({ verdict: 'cosign' });
		expect(judgeCheckpoint(ask(0, none, []), knows(undefined))).toMatchObject({
			verdict: 'cosign',
			checkpoint: { size: 0 },
		});
	});

	test('404 for a log it does not know, 403 for a signature it does not trust', () => {
		expect(judgeCheckpoint(ask(0, three, []), () => undefined)).toEqual({ verdict: 'refuse', status: 404 });
		const { size, root } = three;
		const forged = signCheckpoint({ origin: ORIGIN, size, root }, seed(9));
		expect(judgeCheckpoint(ask(0, { note: forged }, []), knows(undefined))).toEqual({ verdict: 'refuse', status: 403 });
	});

	test('400 where the old size is above the new one, or the request is not one', async () => {
		expect(judgeCheckpoint(ask(8, three, []), knows(eight))).toMatchObject({ verdict: 'refuse', status: 400 });
		const good = ask(3, eight, await path(3, 8));
		for (const bad of [
			'',
			good.replace('old 3', 'old 03'),
			good.replace('old 3', 'old -3'),
			good.replace('old 3', 'new 3'),
			good.replace('\n\n', '\n'),
			good.replace(/old 3\n\S+/, 'old 3\nAAAA'),
			good.replace('old 3\n', `old 3\n${`${'A'.repeat(43)}=\n`.repeat(64)}`),
			good.slice(0, -1),
		])
			expect(judgeCheckpoint(bad, knows(three)), bad).toEqual({ verdict: 'refuse', status: 400 });
		expect(formatAddCheckpoint(parseAddCheckpoint(good))).toBe(good);
	});

	test('409 with the size it knows where the old size is another, or the same size has another root', async () => {
		expect(judgeCheckpoint(ask(0, eight, []), knows(three))).toMatchObject({ verdict: 'conflict', size: 3 });
		expect(judgeCheckpoint(ask(3, eight, await path(3, 8)), knows(eight))).toMatchObject({
			verdict: 'conflict',
			size: 8,
		});
		const other = logOf('b').at(8);
		expect(judgeCheckpoint(ask(8, other, []), knows(eight))).toMatchObject({ verdict: 'conflict', size: 8 });
	});

	test('422 for a proof that does not lead from the old to the new: rewritten history', async () => {
		const other = logOf('b');
		const rewritten = other.at(11);
		for (const proof of [await path(8, 11), await other.path(8, 11), []])
			expect(judgeCheckpoint(ask(8, rewritten, proof), knows(eight))).toMatchObject({ verdict: 'refuse', status: 422 });
		expect(judgeCheckpoint(ask(0, three, await path(3, 8)), knows(undefined))).toMatchObject({ status: 422 });
		const wrong = signCheckpoint(
			{ origin: ORIGIN, size: 0, root: parseCheckpoint(parseNote(three.note).text).root },
			seed(1),
		);
		expect(judgeCheckpoint(ask(0, { note: wrong }, []), knows(undefined))).toMatchObject({ status: 422 });
	});
});

describe('policies', () => {
	const key = (n: number): string => formatWitnessKey(`w${n}.example`, platform.ed25519Public(seed(n)));
	const log = `log ${formatKey(ORIGIN, platform.ed25519Public(seed(1)))}`;
	const two = [
		'# two organisations',
		log,
		'',
		...[11, 12, 13].map((n) => `witness X${n} ${key(n)}`),
		'group X 2 X11 X12 X13',
		`\twitness  Y ${key(14)} https://y.example/witness  `,
		'group both all X Y',
		'quorum both',
		'',
	].join('\n');

	test('the quorum is reached by enough of each group only', () => {
		const policy = parsePolicy(two);
		expect(policy.witnesses.map((one) => [one.name, one.url])).toEqual([
			['X11', undefined],
			['X12', undefined],
			['X13', undefined],
			['Y', 'https://y.example/witness'],
		]);
		const enough = (...names: string[]): boolean => policy.enough(new Set(names));
		expect(enough('X11', 'X13', 'Y')).toBe(true);
		expect([enough('X11', 'X12', 'X13'), enough('X11', 'Y'), enough()]).toEqual([false, false, false]);
		expect(parsePolicy('quorum none\n').enough(new Set())).toBe(true);
		expect(parsePolicy(`witness A ${key(11)}\nquorum A\n`).enough(new Set(['A']))).toBe(true);
	});

	test.each([
		['no quorum', `${log}\n`, 'no quorum'],
		['two quorums', 'quorum none\nquorum none\n', 'line 2'],
		['a quorum of nobody', 'quorum X\n', 'line 1'],
		['a name used before it is defined', `group G any A\nwitness A ${key(11)}\nquorum G\n`, 'line 1'],
		['a group of too few', `witness A ${key(11)}\ngroup G 2 A\nquorum G\n`, 'line 2'],
		['a threshold of none', `witness A ${key(11)}\ngroup G 0 A\nquorum G\n`, 'line 2'],
		['none as a member', `group G any none\nquorum G\n`, 'line 1'],
		['none as a name', `witness none ${key(11)}\nquorum none\n`, 'line 1'],
		['a witness in two groups', `witness A ${key(11)}\ngroup G any A\ngroup H any A\nquorum H\n`, 'line 3'],
		['a witness twice', `witness A ${key(11)}\nwitness B ${key(11)}\nquorum B\n`, 'line 2'],
		['a log twice', `${log}\n${log}\nquorum none\n`, 'line 2'],
		['a log key as a witness', `witness A ${log.slice(4)}\nquorum A\n`, 'line 1'],
		['another word', 'quorum none\nfriend A\n', 'line 2'],
		['a carriage return', 'quorum none\r\n', 'line 1'],
		['no end', 'quorum none', 'line 1'],
	])('%s is refused, and the line named', (_, source, why) => {
		expect(() => parsePolicy(source)).toThrow(why);
	});
});
