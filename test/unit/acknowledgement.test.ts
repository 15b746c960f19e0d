import { expect, test } from 'vitest';
import { toHex } from '../../src/domain/bytes.ts';
import {
	type Acknowledged,
	openAcknowledgement,
	signAcknowledgement,
} from '../../src/domain/ledger/acknowledgement.ts';
import { platform } from '../../src/domain/platform/node.ts';

const seed = new Uint8Array(32).fill(7);
const said: Acknowledged = {
	report: 'ab'.repeat(16),
	log: 'cd'.repeat(16),
	json: '11'.repeat(32),
	pdf: '22'.repeat(32),
	manifest: '33'.repeat(32),
	result: 'confirmed',
	time: '2026-11-21T15:00:00.000Z',
	by: 'Прокуратура, A. B.',
};

test('an acknowledgement says what was signed, and by which key', () => {
	const key = toHex(platform.ed25519Public(seed));
	expect(openAcknowledgement(signAcknowledgement(said, seed))).toEqual({ ...said, key });
	expect(openAcknowledgement(signAcknowledgement({ ...said, by: '' }, seed)).by).toBe('');
});

test('nothing of it can be changed', () => {
	const note = signAcknowledgement(said, seed);
	for (let at = 0; at < note.length; at += 7) {
		const other = note[at] === 'a' ? 'b' : 'a';
		expect(() => openAcknowledgement(note.slice(0, at) + other + note.slice(at + 1)), String(at)).toThrow();
	}
	for (const broken of ['', 'x\n\n', note.slice(0, -1), `${note}\n`, note.replace('result confirmed', 'result maybe')])
		expect(() => openAcknowledgement(broken)).toThrow();
	expect(() => signAcknowledgement({ ...said, by: 'two\nlines' }, seed)).toThrow();
});

test('a note that names another key than signed it is none', () => {
	const [one, two] = [signAcknowledgement(said, seed), signAcknowledgement(said, new Uint8Array(32).fill(8))];
	const mixed = one.slice(0, one.lastIndexOf('\n\n')) + two.slice(two.lastIndexOf('\n\n'));
	expect(() => openAcknowledgement(mixed)).toThrow();
});
