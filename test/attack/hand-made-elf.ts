const [EPERM, EINVAL, ENOSYS, EAFNOSUPPORT] = [1, 22, 38, 97];
const NEW_USER = 0x10000000;

type Call = readonly [number: number, ...args: number[]];

/** Calls a program taken over would like to make, by their numbers on x86_64, and how the jail answers. */
export const systemCalls = {
	ptrace: { call: [101, 16, 2], errno: ENOSYS },
	mount: { call: [165], errno: ENOSYS },
	umount: { call: [166], errno: ENOSYS },
	pivot_root: { call: [155], errno: ENOSYS },
	chroot: { call: [161], errno: ENOSYS },
	unshare: { call: [272, NEW_USER], errno: ENOSYS },
	setns: { call: [308, 0, 0], errno: ENOSYS },
	bpf: { call: [321, 0], errno: ENOSYS },
	keyctl: { call: [250, 0], errno: ENOSYS },
	add_key: { call: [248], errno: ENOSYS },
	perf_event_open: { call: [298], errno: ENOSYS },
	userfaultfd: { call: [323], errno: ENOSYS },
	io_uring_setup: { call: [425, 8], errno: ENOSYS },
	process_vm_readv: { call: [310, 2], errno: ENOSYS },
	process_vm_writev: { call: [311, 2], errno: ENOSYS },
	pidfd_open: { call: [434, 2], errno: ENOSYS },
	pidfd_getfd: { call: [438], errno: ENOSYS },
	memfd_create: { call: [319], errno: ENOSYS },
	init_module: { call: [175], errno: ENOSYS },
	finit_module: { call: [313], errno: ENOSYS },
	kexec_load: { call: [246], errno: ENOSYS },
	open_by_handle_at: { call: [304], errno: ENOSYS },
	personality: { call: [135, 0xffffffff], errno: ENOSYS },
	clone3: { call: [435], errno: ENOSYS },
	fsopen: { call: [430], errno: ENOSYS },
	move_mount: { call: [429], errno: ENOSYS },
	shmget: { call: [29, 0, 4096, 0x380], errno: ENOSYS },
	'clone into a new user namespace': { call: [56, NEW_USER | 17], errno: EPERM },
	'clone into a new network': { call: [56, 0x40000000 | 17], errno: EPERM },
	'socket of netlink': { call: [41, 16, 3, 0], errno: EAFNOSUPPORT },
	'socket of packets': { call: [41, 17, 3, 0], errno: EAFNOSUPPORT },
	'socket of vsock': { call: [41, 40, 1, 0], errno: EAFNOSUPPORT },
	'socket of the kernel crypto': { call: [41, 38, 5, 0], errno: EAFNOSUPPORT },
	'raw socket': { call: [41, 2, 3, 1], errno: EAFNOSUPPORT },
	'prctl seccomp': { call: [157, 22, 2], errno: EINVAL },
	'ioctl TIOCSTI': { call: [16, 0, 0x5412], errno: EPERM },
} as const satisfies Record<string, { call: Call; errno: number }>;

const BASE = 0x400000;
const HEADERS = 64 + 56;
const RESULTS = 0x401000;

/**
 * A static x86_64 program without a library: makes each call with up to three arguments, writes the results as 32-bit
 * numbers to standard output, and ends. Two pages: code, and room for the results.
 */
export function elf(calls: readonly Call[]): Uint8Array {
	const code: number[] = [];
	const u32 = (value: number): number[] => [
		value & 255,
		(value >>> 8) & 255,
		(value >>> 16) & 255,
		(value >>> 24) & 255,
	];
	const system = (number: number, ...args: number[]): void => {
		code.push(0xb8, ...u32(number)); // mov eax
		code.push(0xbf, ...u32(args[0] ?? 0)); // mov edi
		code.push(0xbe, ...u32(args[1] ?? 0)); // mov esi
		code.push(0xba, ...u32(args[2] ?? 0)); // mov edx
		code.push(0x45, 0x31, 0xd2, 0x45, 0x31, 0xc0, 0x45, 0x31, 0xc9); // xor r10d, r8d, r9d
		code.push(0x0f, 0x05); // syscall
	};
	for (const [i, [number, ...args]] of calls.entries()) {
		system(number, ...args);
		code.push(0x89, 0x04, 0x25, ...u32(RESULTS + 4 * i)); // mov [result], eax
	}
	system(1, 1, RESULTS, 4 * calls.length);
	system(231, 0);

	const file = new Uint8Array(RESULTS - BASE);
	const view = new DataView(file.buffer);
	file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
	for (const [at, value] of [
		[16, 2],
		[18, 62],
		[52, 64],
		[54, 56],
		[56, 1],
	] as const)
		view.setUint16(at, value, true);
	view.setUint32(20, 1, true);
	view.setBigUint64(24, BigInt(BASE + HEADERS), true);
	view.setBigUint64(32, 64n, true);
	view.setUint32(64, 1, true);
	view.setUint32(68, 7, true);
	view.setBigUint64(80, BigInt(BASE), true);
	view.setBigUint64(88, BigInt(BASE), true);
	view.setBigUint64(96, BigInt(file.length), true);
	view.setBigUint64(104, BigInt(file.length + 0x1000), true);
	view.setBigUint64(112, 0x1000n, true);
	file.set(code, HEADERS);
	return file;
}
