import type { Connection } from '../../client/connection.ts';

/** The same connection; whatever fails in it is reported as well as thrown. */
export function watched(connection: Connection, report: (error: unknown) => void): Connection {
	const tell = (error: unknown): never => {
		report(error);
		throw error;
	};
	return {
		...connection,
		ask: (schema, path, request) => connection.ask(schema, path, request).catch(tell),
		send: (path, init) => connection.send(path, init).catch(tell),
		bearer: (refused) => connection.bearer(refused).catch(tell),
		open: (texts) => connection.open(texts).catch(tell),
		seen: () => connection.seen().catch(tell),
		follow: (checkpoints) => connection.follow(checkpoints).catch(tell),
	};
}
