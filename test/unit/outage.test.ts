import { expect, test } from 'vitest';
import { diskFault, isOutage } from '../../src/app/outage.ts';
import { CustosError } from '../../src/domain/errors.ts';

test.each([
	['shut down by an administrator', Object.assign(new Error('terminating connection'), { code: '57P01' }), true],
	['starting up', Object.assign(new Error('the database system is starting up'), { code: '57P03' }), true],
	['nobody listens', Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }), true],
	['the socket is gone', Object.assign(new Error('connect'), { code: 'ENOENT', syscall: 'connect' }), true],
	['the driver lost it', new Error('Connection terminated unexpectedly'), true],
	['wrapped in another', new Error('query failed', { cause: new Error('Connection terminated') }), true],
	['a file is missing', Object.assign(new Error('open'), { code: 'ENOENT', syscall: 'open' }), false],
	['a broken rule of the database', Object.assign(new Error('duplicate key'), { code: '23505' }), false],
	['a defect', new TypeError('x is not a function'), false],
	['nothing', undefined, false],
])('an outage: %s', (_what, error, outage) => {
	expect(isOutage(error)).toBe(outage);
});

test.each([
	['a full disk of the database', Object.assign(new Error('could not extend file'), { code: '53100' }), 'disk-full'],
	['a full disk here', Object.assign(new Error('write'), { code: 'ENOSPC' }), 'disk-full'],
	['a broken disk of the database', Object.assign(new Error('could not read block'), { code: '58030' }), 'unavailable'],
	[
		'wrapped in another',
		new Error('query failed', { cause: Object.assign(new Error(), { code: '53100' }) }),
		'disk-full',
	],
	['a full store', new CustosError('disk-full', 'no space left for objects'), 'disk-full'],
	['a store that is away', new CustosError('unavailable', 'away'), undefined],
	['a broken rule of the database', Object.assign(new Error('duplicate key'), { code: '23505' }), undefined],
	['nothing', undefined, undefined],
])('a disk that needs its operator: %s', (_what, error, code) => {
	expect(diskFault(error)?.code).toBe(code);
});
