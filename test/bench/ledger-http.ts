import { createCase } from '../../src/client/cases.ts';
import { connect } from '../../src/client/connection.ts';
import { found } from '../../src/client/found.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { forgetful } from '../../src/client/memory.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { type Statement, signStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { startCustos } from './machine.ts';

const CLIENTS = 64;
const SECONDS = 6;

/** 64 clients of the real processes, each with one statement on its way at a time, all signed and verified. */
export async function httpRound(): Promise<{ rate: number; p50: number; p99: number }> {
	const custos = await startCustos();
	try {
		const identity = createIdentity();
		const pin = await found(custos.server, custos.code, identity, platform.randomBytes(32), new Date());
		const connection = await connect(pin, identity, forgetful());
		const open = await createCase(connection, { title: 'bench', prefix: 'B' });
		const seen = await connection.seen();
		const token = await connection.bearer();
		const took: number[] = [];
		const one = async (): Promise<void> => {
			const statement: Statement = {
				v: 1,
				type: 'report.begun',
				id: newId(platform.randomBytes),
				origin: connection.archive.origin,
				actor: identity.keys.sign,
				time: new Date().toISOString(),
				seen: { size: seen.size, root: toHex(seen.root) },
				case: open.id,
				generation: 1,
				report: newId(platform.randomBytes),
			};
			const signed = signStatement(statement, identity.seed);
			const body = {
				statements: [
					{
						statement: Buffer.from(signed.bytes).toString(),
						signature: Buffer.from(signed.signature).toString('base64'),
					},
				],
			};
			const begun = performance.now();
			const { outcomes } = await connection.http.json(answers.outcomes, '/v1/statements', { body, token });
			took.push(performance.now() - begun);
			if (outcomes[0] === null || outcomes[0] === undefined || !('receipt' in outcomes[0]))
				throw new Error('a statement came back without a receipt');
		};
		for (let i = 0; i < 200; i++) await one();
		took.length = 0;
		const until = performance.now() + SECONDS * 1000;
		const client = async (): Promise<void> => {
			while (performance.now() < until) await one();
		};
		await Promise.all(Array.from({ length: CLIENTS }, client));
		took.sort((a, b) => a - b);
		const at = (share: number): number => took[Math.floor(share * (took.length - 1))] ?? 0;
		return { rate: took.length / SECONDS, p50: at(0.5), p99: at(0.99) };
	} finally {
		await custos.stop();
	}
}
