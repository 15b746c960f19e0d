import type { Bytes } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { allowed, checked } from './syscalls.ts';

/** AUDIT_ARCH_* of linux/audit.h. */
export const machines = { x86_64: 0xc000003e, aarch64: 0xc00000b7 } as const;
export type Machine = keyof typeof machines;

const LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const errno = (number: number): number => 0x00050000 | number;
const [EPERM, EINVAL, ENOSYS, EAFNOSUPPORT] = [errno(1), errno(22), errno(38), errno(97)];

/** Offsets in struct seccomp_data; of an argument, its low half (both machines are little-endian). */
const NUMBER = 0;
const MACHINE = 4;
const argument = (index: number): number => 16 + 8 * index;

const X32 = 0x40000000;
/** CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET} and CLONE_PTRACE. */
const NEW_NAMESPACES = 0x7e022000;
const [AF_UNIX, AF_INET, SOCK_STREAM] = [1, 2, 1];
/** PR_SET_PDEATHSIG, GET_DUMPABLE, SET_NAME, GET_NAME, CAPBSET_READ, SET_NO_NEW_PRIVS, SET_VMA. */
const HARMLESS_PRCTL = [1, 3, 15, 16, 23, 38, 0x53564d41];
/** TIOCSTI, TIOCSETD, TIOCLINUX: typing into, or reaching through, a terminal. */
const TERMINAL_IOCTL = [0x5412, 0x5423, 0x541c];

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number];

const load = (offset: number): Instruction => [LOAD, 0, 0, offset];
const answer = (value: number): Instruction => [RETURN, 0, 0, value];
const whenEqual = (value: number, ...body: Instruction[]): Instruction[] => [[EQUAL, 0, body.length, value], ...body];
const whenAnyBit = (bits: number, ...body: Instruction[]): Instruction[] => [[ANY_BIT, 0, body.length, bits], ...body];

/**
 * The seccomp filter of the jail as classic BPF (struct sock_filter[], little-endian), as `bwrap --seccomp` takes it:
 * an allow-list. Another machine's or x32's calls kill the process; calls that are not listed answer ENOSYS; new
 * namespaces EPERM; sockets other than TCP over IPv4 EAFNOSUPPORT. Throws `no-jail` for a machine without a table.
 */
export function filter(machine: string): Bytes {
	const program = instructions(machine === 'x64' ? 'x86_64' : machine === 'arm64' ? 'aarch64' : machine);
	const bytes = new Uint8Array(program.length * 8);
	const view = new DataView(bytes.buffer);
	for (const [i, [code, whenTrue, whenFalse, value]] of program.entries()) {
		view.setUint16(8 * i, code, true);
		view.setUint8(8 * i + 2, whenTrue);
		view.setUint8(8 * i + 3, whenFalse);
		view.setUint32(8 * i + 4, value, true);
	}
	return bytes;
}

function instructions(machine: string): Instruction[] {
	if (!isMachine(machine))
		throw new CustosError('no-jail', `no system call filter is known for the machine ${machine}`);
	const column = machine === 'x86_64' ? 1 : 2;
	const call = (name: keyof typeof checked): number => checked[name][machine];
	return [
		load(MACHINE),
		[EQUAL, 1, 0, machines[machine]],
		answer(KILL),
		load(NUMBER),
		...whenAnyBit(X32, answer(KILL)),
		...allowed.flatMap((row) => (row[column] < 0 ? [] : whenEqual(row[column], answer(ALLOW)))),
		...whenEqual(call('clone'), load(argument(0)), ...whenAnyBit(NEW_NAMESPACES, answer(EPERM)), answer(ALLOW)),
		...whenEqual(
			call('socket'),
			load(argument(0)),
			[EQUAL, 1, 0, AF_INET],
			answer(EAFNOSUPPORT),
			load(argument(1)),
			[AND, 0, 0, 0xf],
			[EQUAL, 1, 0, SOCK_STREAM],
			answer(EAFNOSUPPORT),
			answer(ALLOW),
		),
		...whenEqual(call('socketpair'), load(argument(0)), [EQUAL, 1, 0, AF_UNIX], answer(EAFNOSUPPORT), answer(ALLOW)),
		...whenEqual(
			call('ioctl'),
			load(argument(1)),
			...TERMINAL_IOCTL.flatMap((n) => whenEqual(n, answer(EPERM))),
			answer(ALLOW),
		),
		...whenEqual(
			call('prctl'),
			load(argument(0)),
			...HARMLESS_PRCTL.flatMap((n) => whenEqual(n, answer(ALLOW))),
			answer(EINVAL),
		),
		answer(ENOSYS),
	];
}

function isMachine(name: string): name is Machine {
	return Object.hasOwn(machines, name);
}
