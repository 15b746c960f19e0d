import type { Connection } from '../../client/connection.ts';

/** The same connection, until the signal: what is on its way then ends too. */
export function until(connection: Connection, signal: AbortSignal): Connection {
	return {
		...connection,
		async ask(schema, path, request) {
			signal.throwIfAborted();
			return connection.ask(schema, path, request);
		},
		send: (path, init) =>
			connection.send(path, { ...init, signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal }),
	};
}
