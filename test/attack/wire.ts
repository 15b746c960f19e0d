import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What goes over the wire between a program and PostgreSQL. Returning false keeps the bytes back, for good. */
export type Tap = (direction: 'to' | 'from', bytes: Buffer) => boolean;

/** A socket folder that leads to PostgreSQL's, with somebody listening. */
export interface Wire {
	/** The `host` of connections that shall be overheard. */
	folder: string;
	tap: Tap | undefined;
	/** Breaks every connection that is open. */
	cut(): void;
	close(): Promise<void>;
}

/** `server` is the path of the real socket, asked for anew by each connection. */
export async function startWire(server: () => string, port: number): Promise<Wire> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-wire-'));
	await chmod(folder, 0o711);
	const open = new Set<Socket>();
	const wire: Wire = {
		folder,
		tap: undefined,
		cut: () => {
			for (const socket of open) socket.destroy();
		},
		async close() {
			wire.cut();
			await new Promise((resolve) => listener.close(resolve));
			await rm(folder, { recursive: true });
		},
	};
	const listener = createServer((near) => {
		const far = createConnection(server());
		for (const [from, to, direction] of [
			[near, far, 'to'],
			[far, near, 'from'],
		] as const) {
			open.add(from);
			from.on('data', (bytes: Buffer) => {
				if (wire.tap === undefined || wire.tap(direction, bytes)) to.write(bytes);
			});
			// Whatever ends one side ends the other; the programs at both ends have their own word about why.
			from.on('error', () => to.destroy());
			from.on('close', () => {
				open.delete(from);
				to.destroy();
			});
		}
	});
	await new Promise<void>((resolve) => listener.listen(join(folder, `.s.PGSQL.${port}`), resolve));
	return wire;
}
