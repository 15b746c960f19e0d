import { expect, test } from 'vitest';
import { utf8 } from '../../src/domain/bytes.ts';
import { type Act, actHash } from '../../src/domain/ledger/act.ts';
import { openCheckpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { numbersIn } from '../../src/domain/ledger/event-numbers.ts';
import { type KeyLink, keyByLinks, needWhole, takeLinks } from '../../src/domain/ledger/key-links.ts';
import {
	fromKey,
	keyOfSpans,
	keysOfLog,
	keyText,
	newestText,
	signerOf,
	spansOf,
} from '../../src/domain/ledger/log-keys.ts';
import { type NoteKey, parseKey } from '../../src/domain/ledger/note.ts';
import { type EntryText, openEntry } from '../../src/domain/ledger/receipt.ts';
import { openWord, signWord } from '../../src/domain/ledger/word.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { checkOneLog } from '../../src/report/verify/check-one-log.ts';
import { type Evidence, type EvidenceEntry, evidenceEntry } from '../../src/report/verify/evidence.ts';
import {
	ANNA,
	BORIS,
	CARD,
	id,
	K1,
	K2,
	K3,
	Log,
	NOBODY,
	ORIGIN,
	publicOf,
	seed,
	THIEF,
	vkeyOf,
} from './rotated-log.ts';

// Which key signs what: by the chain of rotations that stewards agreed to, and by nothing else.

const taken = (log: Log, links: readonly KeyLink[]): NoteKey => {
	const key = parseKey(vkeyOf(K1));
	takeLinks(key, log.founding, links);
	return key;
};
const NO_BAG: BagReader = {
	list: async () => [],
	size: () => Promise.reject(new Error('nothing is read')),
	read: () => Promise.reject(new Error('nothing is read')),
	stream: () => {
		throw new Error('nothing is read');
	},
};
const note = (size: number, key: number): string =>
	signCheckpoint({ origin: ORIGIN, size, root: platform.sha256(utf8(`root ${size}`)) }, seed(key));

test('each key signs its own sizes, and none beyond its end', () => {
	const log = new Log();
	const links = [log.rotate(ANNA, K1, K2)];
	log.add(ANNA, { type: 'person.invited', invite: id(500), role: 'member' });
	links.push(log.rotate(BORIS, K2, K3, { reason: 'suspected' }));
	const key = taken(log, links);
	expect(spansOf(key)).toEqual({
		first: vkeyOf(K1),
		next: [
			{ after: 2, key: vkeyOf(K2) },
			{ after: 4, key: vkeyOf(K3) },
		],
	});
	const right = [K1, K1, K2, K2, K3, K3];
	for (const [i, one] of right.entries()) {
		expect(keyText(signerOf(key, i + 1))).toBe(vkeyOf(one));
		for (const other of [K1, K2, K3, THIEF])
			if (other === one) expect(openCheckpoint(note(i + 1, other), key).size).toBe(i + 1);
			else
				expect(() => openCheckpoint(note(i + 1, other), key)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
	}
	// What the notary says of a log of that size is by whoever signs next.
	const word = { time: '2026-03-02T09:30:00.000Z', size: 2, events: 2 };
	expect(openWord(signWord(word, ORIGIN, seed(K2)), key)).toEqual(word);
	expect(() => openWord(signWord(word, ORIGIN, seed(K1)), key)).toThrow('log key');
	expect(keysOfLog(keyOfSpans(spansOf(key)))).toEqual(keysOfLog(key));
	expect(newestText(key)).toBe(vkeyOf(K3));
	// Who trusts the second key alone believes nothing older.
	const own = fromKey(key, vkeyOf(K2)) as NoteKey;
	expect(() => openCheckpoint(note(1, K1), own)).toThrow('log key');
	expect(fromKey(key, vkeyOf(THIEF))).toBeUndefined();
});

test('a chain may be cut short, not changed, and grows in place', () => {
	const log = new Log();
	const links = [log.rotate(ANNA, K1, K2), log.rotate(ANNA, K2, K3)];
	const key = taken(log, links.slice(0, 1));
	expect(newestText(key)).toBe(vkeyOf(K2));
	// Less is no news; more is.
	expect(takeLinks(key, log.founding, [])).toEqual([]);
	expect(takeLinks(key, log.founding, links).map(({ size }) => size)).toEqual([3]);
	expect(newestText(key)).toBe(vkeyOf(K3));
	const other = new Log();
	other.add(ANNA, { type: 'person.invited', invite: id(500), role: 'member' });
	expect(() => takeLinks(key, log.founding, [other.rotate(ANNA, K1, THIEF)])).toThrow(
		expect.objectContaining({ code: 'forked' }),
	);
	// The second without the first.
	expect(() => taken(log, links.slice(1))).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});

const hostile: readonly [string, () => { log: Log; links: KeyLink[] }][] = [
	[
		'by the next key itself',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K1, THIEF, {}, THIEF)] };
		},
	],
	[
		'by somebody who is no steward',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(NOBODY, K1, THIEF)] };
		},
	],
	[
		'by a steward who was suspended',
		() => {
			const log = new Log();
			log.add(BORIS, { type: 'person.suspended', person: publicOf(ANNA) });
			return { log, links: [log.rotate(ANNA, K1, THIEF)] };
		},
	],
	[
		'by a steward who was suspended, and took that back alone',
		() => {
			const log = new Log();
			log.add(BORIS, { type: 'person.suspended', person: publicOf(ANNA) });
			log.add(ANNA, { type: 'person.reinstated', person: publicOf(ANNA) });
			return { log, links: [log.rotate(ANNA, K1, THIEF)] };
		},
	],
	[
		'by two of whom one had been suspended when he agreed',
		() => {
			const log = new Log(2);
			const act: Act = { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) };
			log.add(BORIS, { type: 'suspension-card.made', card: publicOf(CARD) });
			log.add(CARD, { type: 'person.suspended', person: publicOf(BORIS), by: 'card' });
			log.add(ANNA, { type: 'act.proposed', proposal: id(700), act });
			log.add(BORIS, { type: 'act.approved', proposal: id(700), what: actHash(act) });
			return { log, links: [log.rotate(ANNA, K1, K2, { approval: id(700) })] };
		},
	],
	[
		'by an earlier key, which had ended',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K1, K2), log.rotate(ANNA, K1, THIEF)] };
		},
	],
	[
		'that closes another key',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K3, THIEF, {}, K1)] };
		},
	],
	[
		'back to a key that was used',
		() => {
			const log = new Log();
			return { log, links: [log.rotate(ANNA, K1, K2), log.rotate(ANNA, K2, K1)] };
		},
	],
	[
		'that was refused',
		() => {
			const log = new Log();
			const at = log.add(ANNA, { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) }, 'denied:unapproved');
			return { log, links: [log.link(at, K1)] };
		},
	],
	[
		'that is not the last entry',
		() => {
			const log = new Log();
			const at = log.add(ANNA, { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) });
			log.add(ANNA, { type: 'person.invited', invite: id(500), role: 'member' });
			return { log, links: [log.link(at, K1)] };
		},
	],
	[
		'by one where two must agree',
		() => {
			const log = new Log(2);
			return { log, links: [log.rotate(ANNA, K1, K2)] };
		},
	],
	[
		'by one who names a proposal that nobody else approved',
		() => {
			const log = new Log(2);
			const act: Act = { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) };
			log.add(ANNA, { type: 'act.proposed', proposal: id(700), act });
			return { log, links: [log.rotate(ANNA, K1, K2, { approval: id(700) })] };
		},
	],
];

test.each(hostile)('no rotation %s', (_, make) => {
	const { log, links } = make();
	expect(() => taken(log, links)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});

test('two who agree are enough where two must', () => {
	const log = new Log(2);
	const act: Act = { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(K2) };
	log.add(ANNA, { type: 'act.proposed', proposal: id(700), act });
	log.add(BORIS, { type: 'act.approved', proposal: id(700), what: actHash(act) });
	const links = [log.rotate(BORIS, K1, K2, { approval: id(700) })];
	expect(newestText(taken(log, links))).toBe(vkeyOf(K2));
	// Whoever knows one key alone finds the founding in the links.
	for (const k of [K1, K2]) expect(newestText(keyByLinks(parseKey(vkeyOf(k)), links) as NoteKey)).toBe(vkeyOf(K2));
	expect(keyByLinks(parseKey(vkeyOf(THIEF)), links)).toBeUndefined();
	expect(() => keyByLinks(keyOfSpans({ first: vkeyOf(K1), next: [{ after: 9, key: vkeyOf(K2) }] }), links)).toThrow(
		expect.objectContaining({ code: 'forked' }),
	);
});

test('a link that leaves out what a reader must know does not stand before all of the events', () => {
	const log = new Log(1);
	const act: Act = { type: 'threshold.changed', threshold: 2 };
	log.add(ANNA, { type: 'act.proposed', proposal: id(700), act });
	log.add(BORIS, { type: 'act.approved', proposal: id(700), what: actHash(act) });
	log.add(BORIS, { ...act, approval: id(700) });
	const link = log.rotate(ANNA, K1, THIEF);
	expect(() => taken(log, [link])).toThrow(expect.objectContaining({ code: 'bad-proof' }));
	// By itself it cannot show what is not there.
	const finals = [{ size: 5 }];
	expect(newestText(taken(log, [{ ...link, agreed: link.agreed.slice(0, 1) }]))).toBe(vkeyOf(THIEF));
	const all = [...link.agreed, link.closing].map((one) => openEntry(one, parseKey(vkeyOf(K1))));
	const without = (...left: number[]) => all.filter(({ index }) => !left.includes(index));
	for (const shown of [all, without(3), without(1, 2, 3), without(4)])
		expect(() => needWhole(log.founding, shown, finals)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});

test('a rotation that takes the number of what it leaves out stands beside no event that came between', async () => {
	const log = new Log();
	log.add(BORIS, { type: 'person.suspended', person: publicOf(ANNA) });
	log.add(BORIS, { type: 'person.invited', invite: id(500), role: 'member' });
	const link = log.link(
		log.add(ANNA, { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(THIEF) }, 'accepted', 2),
		K1,
	);
	const [founded, , invited] = link.agreed as [EntryText, EntryText, EntryText];
	const alone = { ...link, agreed: [founded] };
	const key = taken(log, [alone]);
	expect(newestText(key)).toBe(vkeyOf(THIEF));
	expect(() => taken(log, [{ ...link, agreed: [founded, invited] }])).toThrow('is numbered as another event');
	// Nor can a number be as large as it likes.
	const far = new Log();
	const at = far.add(ANNA, { type: 'log.rotated', closes: publicOf(K1), next: vkeyOf(THIEF) }, 'accepted', 9);
	expect(() => taken(far, [far.link(at, K1)])).toThrow('is numbered as another event');
	// In a bag it stands beside the entries of those who signed.
	const checkpoint = openCheckpoint(log.note(K1), key);
	const beside = (entries: EvidenceEntry[]) =>
		checkOneLog(NO_BAG, {
			key,
			vkey: vkeyOf(K1),
			policy: '',
			checkpoint,
			entries,
			numbers: numbersIn([alone]),
		} as Evidence);
	const shown = (text: EntryText) => evidenceEntry(openEntry(text, key), undefined);
	await beside([shown(founded)]);
	await expect(beside([shown(founded), shown(invited)])).rejects.toThrow('entry 3 is numbered as another event');
});

test('who signs with the log’s key counts wrongly in vain before those who knew the count', () => {
	const log = new Log(1);
	log.add(BORIS, { type: 'person.suspended', person: publicOf(ANNA) });
	const honest = log.rotate(BORIS, K1, K2);
	const open = (link: KeyLink) => [...link.agreed, link.closing].map((one) => openEntry(one, parseKey(vkeyOf(K1))));
	needWhole(log.founding, open(honest), [{ size: 3 }], { size: 2, events: 2 });
	// The suspension is left out, and what comes after takes its number.
	const [first, , closing] = open(honest);
	const renumbered = {
		...closing,
		skeleton: { ...closing?.skeleton, subject: { kind: 'archive', id: 'archive', n: 2 } },
	};
	const shown = [first, renumbered] as Parameters<typeof needWhole>[1];
	needWhole(log.founding, shown, [{ size: 3 }]);
	expect(() => needWhole(log.founding, shown, [{ size: 3 }], { size: 2, events: 2 })).toThrow(
		expect.objectContaining({ code: 'bad-proof' }),
	);
});
