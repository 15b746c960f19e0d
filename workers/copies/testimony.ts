import type { Connection } from '../../src/client/connection.ts';
import { createDesk, type Desk } from '../../src/client/desk.ts';
import type { Draft } from '../../src/client/submit.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { Body } from './bodies.ts';

/** Who says in the ledger what was found. Resolves when the entries are there; rejects with why there are none. */
export interface Testimony {
	damaged(wrong: readonly { body: Body; found: 'missing' | 'differs' }[]): Promise<void>;
	restored(bodies: readonly Body[], by: 'second' | 'others'): Promise<void>;
}

/** By statements of a worker. */
export function byStatements(connection: () => Promise<Connection>): Testimony {
	return {
		async damaged(wrong) {
			const submit = told(createDesk(await connection()));
			await Promise.all(
				wrong.map(({ body, found }) => submit({ type: 'item.damaged', fields: { ...about(body), found } })),
			);
		},
		async restored(bodies, by) {
			const submit = told(createDesk(await connection()));
			await Promise.all(
				bodies.map((body) => submit({ type: 'item.restored', fields: { ...about(body), sha256: body.sha256, by } })),
			);
		},
	};
}

/** What another look found at the same moment is in the ledger already. */
function told(desk: Desk): (draft: Draft) => Promise<void> {
	return async (draft) => {
		try {
			await desk.submit(draft);
		} catch (error) {
			if (!isCustosError(error, 'conflict')) throw error;
		}
	};
}

function about(body: Body) {
	const { case: caseId, generation, item, derivative, id } = body;
	return { case: caseId, generation, item, ...(derivative ? { derivative: id } : {}) };
}
