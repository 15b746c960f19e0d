import { expect, test } from 'vitest';
import { failureOf } from '../../src/cli/failure.ts';
import { messagesIn } from '../../src/cli/messages.ts';
import { parseInvite } from '../../src/client/invite.ts';
import { Refused } from '../../src/client/refused.ts';
import { refusal, type Submitted } from '../../src/client/submit.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { canonical } from '../../src/domain/canonical.ts';

/** Somebody puts a member out, and the archive says this to it. */
function answered(result: string): Submitted {
	const [id, key] = ['0'.repeat(32), '0'.repeat(64)];
	const statement = {
		v: 1,
		type: 'case.member-removed',
		id,
		origin: 'archive.example/log',
		actor: key,
		time: '2026-03-02T00:00:00.000Z',
		seen: { size: 1, root: key },
		case: id,
		generation: 1,
		person: key,
	};
	const signed = { bytes: utf8(canonical(statement)), signature: new Uint8Array(64) };
	return { id, index: 2020, signed, skeleton: { type: statement.type, result } } as unknown as Submitted;
}

test('a refusal names the roles that it takes, in the language of the person', () => {
	const refused = refusal(answered('denied:denied'));
	expect(refused).toBeInstanceOf(Refused);
	expect(failureOf(refused, messagesIn('en'))).toEqual({
		exit: 4,
		code: 'denied',
		message:
			'the archive refused case.member-removed (denied); the attempt is entry 2020 of its ledger. This takes the role lead in the case. Ask the lead of the case or a steward.',
	});
	expect(failureOf(refused, messagesIn('ru'))?.message).toBe(
		'архив отказал («Участник исключён из дела»); попытка — запись 2020 его журнала. Для этого нужна роль lead в деле. Обратитесь к ведущему дела или распорядителю.',
	);
});

test('one that was not for want of a role names none, and sends nobody to ask for one', () => {
	const said = failureOf(refusal(answered('denied:conflict')), messagesIn('en'));
	expect(said?.message).toBe(
		'the archive refused case.member-removed (conflict); the attempt is entry 2020 of its ledger.',
	);
});

test('a line that was not copied whole is wrongly written', () => {
	let thrown: unknown;
	try {
		parseInvite('custos-invite:cut off');
	} catch (error) {
		thrown = error;
	}
	expect(failureOf(thrown, messagesIn('en'))).toMatchObject({ exit: 2, code: 'bad-request' });
});
