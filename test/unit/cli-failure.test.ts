import { expect, test } from 'vitest';
import { failureOf } from '../../src/cli/failure.ts';
import { messagesIn } from '../../src/cli/messages.ts';

test.each([
	['nothing', undefined],
	['null', null],
	['a text', 'a text'],
	['a symbol', Symbol('one')],
	['an object without words', Object.create(null)],
	['an error whose code is a number', Object.assign(new Error('odd'), { code: 20, path: 7 })],
])('whatever is thrown ends a command with words: %s', (_what, thrown) => {
	expect(failureOf(thrown, messagesIn('en'))).toMatchObject({
		exit: 1,
		code: 'internal',
		message: expect.stringMatching(/^a defect in Custos: .+please report it/i) as string,
	});
});

test('an error of the file system is one of a person’s own disk', () => {
	const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
	expect(failureOf(full, messagesIn('en'))).toMatchObject({
		code: 'disk-full',
		message: expect.stringContaining('the disk is full') as string,
	});
	const tooLarge = Object.assign(new Error('write'), { code: 'EFBIG' });
	expect(failureOf(tooLarge, messagesIn('en'))).toMatchObject({
		code: 'too-large',
		message: expect.stringContaining('larger than its disk takes') as string,
	});
});
