import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { OpenFile, PutPart, SealPort } from './ports.ts';
import { SealTasks } from './seal-tasks.ts';
import { createSender } from './sender.ts';

/** What a sealing thread runs: takes tasks from its port, one at a time, until it is ended. */
export function serveSealing(port: SealPort, openFile: OpenFile, put: PutPart): void {
	let tasks: SealTasks | undefined;
	const going = new Map<number, () => void>();
	let tokenCame: ((token: string) => void)[] = [];

	const token = (refused?: string): Promise<string> =>
		new Promise((resolve) => {
			tokenCame.push(resolve);
			port.post({ kind: 'token', ...(refused === undefined ? {} : { refused }) });
		});

	port.listen((message) => {
		switch (message.kind) {
			case 'setup':
				tasks = new SealTasks({
					secrets: message.secrets,
					openFile,
					send: createSender(message.server, token, put),
					say: (news) => port.post(news),
					permission: (id) => new Promise((resolve) => going.set(id, resolve)),
				});
				return;
			case 'token':
				for (const resolve of tokenCame) resolve(message.token);
				tokenCame = [];
				return;
			case 'go':
				going.get(message.id)?.();
				going.delete(message.id);
				return;
			default:
				(tasks ?? notSetUp()).run(message.id, message.task).catch((error: unknown) => {
					const known = isCustosError(error)
						? error
						: new CustosError('internal', `a sealing thread failed (${(error as Error).name})`);
					port.post({ kind: 'failed', id: message.id, code: known.code, message: known.message });
				});
		}
	});
}

function notSetUp(): never {
	throw new CustosError('internal', 'the thread was not set up');
}
