import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { CustosError } from '../../src/domain/errors.ts';
import { hasCode } from './proc.ts';

/** Held until `release`, or until this process is gone, however it ends. */
export interface HomeLock {
	release(): Promise<void>;
}

/**
 * Takes one of a home's locks: at most one process of this machine holds (home, purpose). The lock is a listening
 * socket in Linux's abstract namespace, named by the home's device and inode: the kernel frees it with its holder, so
 * there is never a stale one, and two paths to one folder are one home. Rejects `conflict`, naming the holder's pid.
 */
export async function lockHome(home: string, purpose: string): Promise<HomeLock> {
	const { dev, ino } = statSync(home, { bigint: true });
	const name = `\0custos-${createHash('sha256').update(`${purpose}\n${dev}\n${ino}`).digest('hex').slice(0, 40)}`;
	const server = createServer((socket) => {
		socket.on('error', () => socket.destroy());
		socket.end(`${process.pid}\n`);
	});
	try {
		await listen(server, name);
	} catch (cause) {
		if (!hasCode(cause, 'EADDRINUSE'))
			throw new CustosError('internal', 'the lock of this home cannot be taken', { cause });
		const pid = await holder(name);
		throw new CustosError('conflict', `another process${pid ? ` (${pid})` : ''} is running ${purpose} for this home`);
	}
	server.unref();
	return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listen(server: Server, path: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({ path, exclusive: true }, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

/** What the holder says its pid is; undefined when it does not answer within a second. */
function holder(path: string): Promise<number | undefined> {
	return new Promise((resolve) => {
		let said = '';
		const socket = connect({ path });
		const done = (): void => {
			socket.destroy();
			resolve(/^\d{1,10}\n$/.test(said) ? Number(said) : undefined);
		};
		socket.setTimeout(1_000, done);
		socket.on('data', (data) => {
			said = (said + data.toString('latin1')).slice(0, 20);
		});
		socket.on('close', done);
		socket.on('error', done);
	});
}
