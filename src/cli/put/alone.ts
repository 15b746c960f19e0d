import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { CustosError } from '../../domain/errors.ts';

/**
 * Makes sure that no other process works on this file; the kernel lets go of it when this process ends, however it ends
 * (a socket in Linux' abstract namespace). Two writers of one journal would use its nonces twice. Throws `conflict`.
 */
export async function onlyOne(path: string): Promise<() => void> {
	const server = createServer((socket) => socket.destroy());
	server.listen(`\0custos-${createHash('sha256').update(path).digest('hex').slice(0, 40)}`);
	try {
		await once(server, 'listening');
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
		throw new CustosError('conflict', 'another put of the same folder into the same case is running', { cause });
	}
	server.unref();
	return () => void server.close();
}
