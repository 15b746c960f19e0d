import { describe, expect, it } from 'vitest';
import { filter, machines } from '../../workers/media/seccomp.ts';
import { allowed } from '../../workers/media/syscalls.ts';

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const [EPERM, EINVAL, ENOSYS, EAFNOSUPPORT] = [0x50001, 0x50016, 0x50026, 0x50061];

/** A kernel in miniature: runs classic BPF over struct seccomp_data. */
function answer(program: Uint8Array, machine: number, call: number, args: number[] = []): number {
	const data = new DataView(new ArrayBuffer(64));
	data.setUint32(0, call, true);
	data.setUint32(4, machine, true);
	for (const [i, value] of args.entries()) data.setBigUint64(16 + 8 * i, BigInt(value), true);
	const code = new DataView(program.buffer);
	let accumulator = 0;
	for (let pc = 0; ; pc++) {
		const at = 8 * pc;
		const [operation, yes, no, k] = [
			code.getUint16(at, true),
			code.getUint8(at + 2),
			code.getUint8(at + 3),
			code.getUint32(at + 4, true),
		];
		if (operation === 0x20) accumulator = data.getUint32(k, true);
		else if (operation === 0x54) accumulator = (accumulator & k) >>> 0;
		else if (operation === 0x15) pc += accumulator === k ? yes : no;
		else if (operation === 0x45) pc += (accumulator & k) !== 0 ? yes : no;
		else if (operation === 0x06) return k;
		else throw new Error(`unknown operation ${operation}`);
	}
}

describe.each([
	[
		'x86_64',
		1,
		{
			ptrace: 101,
			mount: 165,
			unshare: 272,
			setns: 308,
			bpf: 321,
			keyctl: 250,
			perf: 298,
			userfaultfd: 323,
			io_uring: 425,
			vm_readv: 310,
			pivot: 155,
			memfd: 319,
			clone3: 435,
			pidfd_getfd: 438,
			module: 313,
			kexec: 246,
			handle: 304,
			clone: 56,
			socket: 41,
			socketpair: 53,
			ioctl: 16,
			prctl: 157,
		},
	],
	[
		'aarch64',
		2,
		{
			ptrace: 117,
			mount: 40,
			unshare: 97,
			setns: 268,
			bpf: 280,
			keyctl: 219,
			perf: 241,
			userfaultfd: 282,
			io_uring: 425,
			vm_readv: 270,
			pivot: 41,
			memfd: 279,
			clone3: 435,
			pidfd_getfd: 438,
			module: 273,
			kexec: 104,
			handle: 265,
			clone: 220,
			socket: 198,
			socketpair: 199,
			ioctl: 29,
			prctl: 167,
		},
	],
] as const)('the filter of system calls on %s', (name, column, calls) => {
	const program = filter(name);
	const machine = machines[name];
	const ask = (call: number, ...args: number[]): number => answer(program, machine, call, args);

	it('lets through what is listed', () => {
		for (const row of allowed) if (row[column] >= 0) expect(ask(row[column]), row[0]).toBe(ALLOW);
	});

	it.each([
		'ptrace',
		'mount',
		'unshare',
		'setns',
		'bpf',
		'keyctl',
		'perf',
		'userfaultfd',
		'io_uring',
		'vm_readv',
		'pivot',
		'memfd',
		'clone3',
		'pidfd_getfd',
		'module',
		'kexec',
		'handle',
	] as const)('does not know %s', (call) => expect(ask(calls[call])).toBe(ENOSYS));

	it('kills what speaks for another machine', () => {
		expect(answer(program, 0x40000003, 1)).toBe(KILL);
		expect(answer(program, name === 'x86_64' ? machines.aarch64 : machines.x86_64, 0)).toBe(KILL);
		expect(ask(0x40000000)).toBe(KILL);
	});

	it('makes threads and processes but no namespaces', () => {
		expect(ask(calls.clone, 0x3d0f00)).toBe(ALLOW);
		expect(ask(calls.clone, 0x1200011)).toBe(ALLOW);
		for (const flag of [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]) {
			expect(ask(calls.clone, flag | 17)).toBe(EPERM);
		}
	});

	it('makes TCP sockets over IPv4 only', () => {
		expect(ask(calls.socket, 2, 1)).toBe(ALLOW);
		expect(ask(calls.socket, 2, 0x80801)).toBe(ALLOW);
		for (const [family, type] of [
			[1, 1],
			[2, 2],
			[2, 3],
			[10, 1],
			[16, 3],
			[17, 3],
			[38, 5],
			[40, 1],
		] as const) {
			expect(ask(calls.socket, family, type), `${family} ${type}`).toBe(EAFNOSUPPORT);
		}
		expect(ask(calls.socketpair, 1, 1)).toBe(ALLOW);
		expect(ask(calls.socketpair, 16, 3)).toBe(EAFNOSUPPORT);
	});

	it('does not type into terminals, nor change what a process is', () => {
		expect(ask(calls.ioctl, 0, 0x5401)).toBe(ALLOW);
		expect(ask(calls.ioctl, 0, 0x5412)).toBe(EPERM);
		expect(ask(calls.ioctl, 0, 0x541c)).toBe(EPERM);
		expect(ask(calls.prctl, 15)).toBe(ALLOW);
		expect(ask(calls.prctl, 22)).toBe(EINVAL);
		expect(ask(calls.prctl, 24)).toBe(EINVAL);
	});
});

it('is refused for a machine without a table', () => {
	expect(() => filter('mips')).toThrow(expect.objectContaining({ code: 'no-jail' }));
});
