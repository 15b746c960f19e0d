import { z } from 'zod';
import { equal, toHex, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { walkEvents } from './archive-events.ts';
import { needRising, numbersIn } from './event-numbers.ts';
import { addKey, fromKey, keysOfLog, keyText, newestKey } from './log-keys.ts';
import { type NoteKey, parseKey } from './note.ts';
import { type Entry, EntryText, openEntry } from './receipt.ts';
import { parseStatement, type StatementOf } from './statement.ts';

/** Entries that a link shows before its closing one, at the most. A notary leaves room: `MOST_BEFORE_ROTATION`. */
export const MOST_AGREED = 2000;

/** With more than these to show, no notary takes in a rotation: a batch of others may still go before it. */
export const MOST_BEFORE_ROTATION = 1000;

/**
 * What proves that a log's key was rotated: the entry that closed the old one, as the last one under its final checkpoint, and
 * all of the archive's events by which stewards are stewards and agreed to it, under the same checkpoint.
 */
export const KeyLink = z.strictObject({ closing: EntryText, agreed: z.array(EntryText).max(MOST_AGREED) });
export type KeyLink = z.infer<typeof KeyLink>;

/** Rotations of one log, at the most. */
export const MOST_LINKS = 100;

type Founding = Pick<StatementOf<'archive.founded'>, 'stewards' | 'threshold' | 'rules'>;

/**
 * Takes in the links of a log, from its first on, and gives the new ones' final checkpoints; `key` grows by what they prove. Those that
 * it knows must be the same. Throws `forked` where they are not, `bad-proof` for what proves no rotation, and what
 * went before it is taken in then.
 */
export function takeLinks(key: NoteKey, founding: Founding, links: readonly KeyLink[]): Entry['checkpoint'][] {
	const known = keysOfLog(key).flatMap(({ ends }) => ends ?? []);
	const finals: Entry['checkpoint'][] = [];
	needRising(numbersIn(links.slice(known.length)));
	for (const [i, link] of links.entries()) {
		const before = known[i];
		if (before === undefined) finals.push(takeLink(key, founding, link));
		else if (link.closing.receipt.index + 1 !== before.size)
			throw new CustosError('forked', 'the log’s key was closed elsewhere than where you saw it closed');
	}
	return finals;
}

/**
 * The log as links continue it for somebody who trusts one of its keys and knows nothing of its founding: `trusted` with what
 * follows it. Entry 0 is taken from the links, where the key it names, or the trusted one, signed it. Undefined where these
 * links are not about that key. Throws `bad-proof`.
 */
export function keyByLinks(trusted: NoteKey, links: readonly KeyLink[]): NoteKey | undefined {
	const founding = links[0]?.agreed[0];
	if (founding === undefined) return undefined;
	const statement = parseStatement(utf8(founding.statement));
	if (statement.type !== 'archive.founded' || founding.receipt.index !== 0)
		throw unproven('nothing shows how the archive of this log was founded');
	const key = parseKey(statement.log);
	takeLinks(key, statement, links);
	const own = fromKey(key, keyText(trusted));
	const known = keysOfLog(trusted);
	const shown = own === undefined ? [] : keysOfLog(own);
	const same = known.every(({ ends }, i) => ends === undefined || shown[i]?.ends?.size === ends.size);
	if (own !== undefined && !same)
		throw new CustosError('forked', 'the log’s key was closed elsewhere than where you saw it closed');
	return own;
}

function takeLink(key: NoteKey, founding: Founding, link: KeyLink): Entry['checkpoint'] {
	const old = newestKey(key);
	// By the old key alone: whatever a link says, no earlier key and no later one can close this one.
	const closing = openEntry(link.closing, old);
	const { statement: s, skeleton, checkpoint, index } = closing;
	if (s.type !== 'log.rotated' || skeleton.result !== 'accepted' || skeleton.subject.kind !== 'archive')
		throw unproven('this entry does not rotate the key of the log');
	if (checkpoint.size !== index + 1) throw unproven('the entry that closes a key is the last one it signed');
	if (s.closes !== toHex(old.publicKey)) throw unproven('this entry closes another key');
	const agreed = link.agreed.map((text) => openEntry(text, old));
	if (agreed.some((one) => one.checkpoint.size !== checkpoint.size || !equal(one.checkpoint.root, checkpoint.root)))
		throw unproven('the events before a rotation are not shown under the final checkpoint');
	if (agreed.some((one) => one.index >= index)) throw unproven('what came after a rotation cannot have led to it');
	needSteward(founding, [...agreed, closing], s.actor);
	if (parseKey(s.next).name !== old.name) throw unproven('the next key is of another log');
	addKey(key, checkpoint.size, s.next);
	return checkpoint;
}

/** So many events the archive had had among so many first entries, as it was known before. */
export interface KnownEvents {
	size: number;
	events: number;
}

/**
 * A link shows what it likes of what came before it; this needs all of it. `events`: the archive's own, from the first to beyond the rotations
 * that end at `finals`. Throws `bad-proof` where one is left out, where there were others in the log that was `known`, or where by
 * all of them the key was not rotated by stewards who agreed.
 */
export function needWhole(
	founding: Founding,
	events: readonly Entry[],
	finals: readonly { size: number }[],
	known: KnownEvents = { size: 0, events: 0 },
): void {
	for (const [i, { index, skeleton }] of events.entries()) {
		const { kind, n } = skeleton.subject;
		if (kind !== 'archive' || n !== i + 1 || index <= (events[i - 1]?.index ?? -1))
			throw unproven(`event ${i + 1} of the archive is not shown, before a rotation of the log’s key`);
	}
	const before = (size: number): Entry[] => events.filter(({ index }) => index < size);
	for (const { size } of finals) {
		const closing = before(size).at(-1);
		if (
			closing?.index !== size - 1 ||
			closing.statement.type !== 'log.rotated' ||
			closing.skeleton.result !== 'accepted'
		)
			throw unproven('what rotated the key of the log is not among the events of the archive');
		if (size >= known.size && before(known.size).length !== known.events)
			throw unproven('before a rotation of the log’s key the archive shows other events than you knew of');
		needSteward(founding, before(size), closing.statement.actor);
	}
}

/** By these events, of which the last rotates the key. */
function needSteward(founding: Founding, entries: readonly Entry[], key: string): void {
	const actor = walkEvents(founding, entries).people.find((one) => one.keys.sign === key);
	if (actor === undefined || actor.role !== 'steward' || actor.suspended)
		throw unproven('the key of the log was rotated by somebody who was no steward');
}

function unproven(what: string): CustosError {
	return new CustosError('bad-proof', what);
}
