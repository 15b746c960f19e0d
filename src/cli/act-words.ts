import { platform } from '#platform';
import { fingerprint } from '../client/identity.ts';
import type { Act } from '../domain/ledger/act.ts';
import { openLost } from '../domain/ledger/loss.ts';
import type { NoteKey } from '../domain/ledger/note.ts';
import { fingerprint as keyFingerprint } from '../report/verify/report-note.ts';
import type { Messages } from './messages.ts';
import type { Names } from './names.ts';

/** An act that stewards propose, in words. `log`: the key of the log, of which a lost checkpoint must be. */
export function actInWords({ stewards: words }: Messages, act: Act, names: Names, log: NoteKey): string {
	switch (act.type) {
		case 'person.enrolled': {
			const who = words.enrol(names(act.person.sign), act.role);
			return act.formerly === undefined ? who : `${who}, ${words.formerly(names(act.formerly))}`;
		}
		case 'person.suspended':
			return words.suspend(names(act.person));
		case 'person.reinstated':
			return words.reinstate(names(act.person));
		case 'threshold.changed':
			return words.setThreshold(act.threshold);
		case 'loss.stated':
			return words.loss(act.from, openLost(act.checkpoint, log).size - 1);
		case 'log.rotated':
			return words.rotateLog(printOf(act.next));
		case 'item.expunged':
			return words.expunge(act.item);
	}
}

/** What must be compared by voice before one agrees; undefined where nothing must. */
export function toCompare({ stewards: words }: Messages, act: Act): string | undefined {
	if (act.type === 'log.rotated') return words.keyFingerprint(printOf(act.next));
	return act.type === 'person.enrolled' ? words.fingerprint(fingerprint(act.person.sign)) : undefined;
}

function printOf(vkey: string): string {
	return keyFingerprint(vkey, (data) => platform.sha256(data));
}
