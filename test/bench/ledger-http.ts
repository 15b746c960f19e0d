import { Agent, request } from 'node:http';
import { addMember, createCase } from '../../src/client/cases.ts';
import { type Connection, connect } from '../../src/client/connection.ts';
import { found } from '../../src/client/found.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { forgetful } from '../../src/client/memory.ts';
import { approve, findPerson, invite, join, joinRequests } from '../../src/client/people.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { type Statement, signStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { type Started, startCustos } from './machine.ts';

const CLIENTS = 64;
const SECONDS = 6;
/** Of each client: more than it ever sends in that time. */
const SIGNED = 400;

export interface HttpRate {
	rate: number;
	p50: number;
	p99: number;
	/** CPU of the load generator itself, which runs on the same cores, as a part of one core. */
	generator: number;
}

/**
 * 64 people with keys and sessions of their own, each with one statement on its way at a time to the real processes, over
 * connections that stay open. The statements are signed before the clock runs; of each answer it is only seen that it
 * holds a receipt, and every hundredth is parsed. The archive checks everything as always.
 */
export async function httpRound(): Promise<HttpRate> {
	const custos = await startCustos();
	const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
	try {
		const clients = await people(custos);
		const took: number[] = [];
		const one = async ({ token, bodies }: Client): Promise<void> => {
			const body = bodies.pop();
			if (body === undefined) throw new Error('all signed statements are sent: sign more');
			const begun = performance.now();
			const answer = await post(agent, `${custos.server}/v1/statements`, token, body);
			took.push(performance.now() - begun);
			const receipt = answer.startsWith('{"outcomes":[{"receipt":');
			if (!receipt) throw new Error(`a statement came back without a receipt: ${answer.slice(0, 200)}`);
			if (took.length % 100 === 0) answers.outcomes.parse(JSON.parse(answer));
		};
		for (const client of clients) for (let i = 0; i < 4; i++) await one(client);
		took.length = 0;
		const own = process.cpuUsage();
		const until = performance.now() + SECONDS * 1000;
		const goesOn = async (client: Client): Promise<void> => {
			while (performance.now() < until) await one(client);
		};
		await Promise.all(clients.map(goesOn));
		const { user, system } = process.cpuUsage(own);
		took.sort((a, b) => a - b);
		const at = (share: number): number => took[Math.floor(share * (took.length - 1))] ?? 0;
		return {
			rate: took.length / SECONDS,
			p50: at(0.5),
			p99: at(0.99),
			generator: (user + system) / 1e6 / SECONDS,
		};
	} finally {
		agent.destroy();
		await custos.stop();
	}
}

interface Client {
	token: string;
	/** Signed statements, as they are sent. */
	bodies: string[];
}

/** A steward with a case, and as many other leads of it as make 64. */
async function people({ server, code }: Started): Promise<Client[]> {
	const founder = createIdentity();
	const pin = await found(server, code, founder, platform.randomBytes(32), new Date());
	const steward = await connect(pin, founder, forgetful());
	const open = await createCase(steward, { title: 'bench', prefix: 'B' });
	const connections = [steward];
	while (connections.length < CLIENTS) {
		const identity = createIdentity();
		const letter = await invite(steward, 'member');
		await join(letter, identity, 'somebody');
		const [request] = await joinRequests(steward, [letter]);
		if (request === undefined) throw new Error('the join request is not there');
		await approve(steward, request, 'member');
		await addMember(steward, open, await findPerson(steward, identity.keys.sign), 'lead');
		connections.push(await connect(pin, identity, forgetful()));
	}
	const clients: Client[] = [];
	for (const connection of connections)
		clients.push({ token: await connection.bearer(), bodies: await sign(connection, open.id) });
	return clients;
}

async function sign(connection: Connection, caseId: string): Promise<string[]> {
	const { identity } = connection;
	const seen = await connection.seen();
	return Array.from({ length: SIGNED }, () => {
		const statement: Statement = {
			v: 1,
			type: 'report.begun',
			id: newId(platform.randomBytes),
			origin: connection.archive.origin,
			actor: identity.keys.sign,
			time: new Date().toISOString(),
			seen: { size: seen.size, root: toHex(seen.root) },
			case: caseId,
			generation: 1,
			report: newId(platform.randomBytes),
		};
		const { bytes, signature } = signStatement(statement, identity.seed);
		const text = Buffer.from(bytes).toString();
		return JSON.stringify({
			statements: [{ statement: text, signature: Buffer.from(signature).toString('base64') }],
		});
	});
}

function post(agent: Agent, url: string, token: string, body: string): Promise<string> {
	const headers = {
		authorization: `Bearer ${token}`,
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(body),
	};
	return new Promise((resolve, reject) => {
		const sent = request(url, { agent, method: 'POST', headers }, (answer) => {
			let text = '';
			answer.setEncoding('latin1');
			answer.on('data', (piece: string) => {
				text += piece;
			});
			answer.on('end', () => resolve(text));
			answer.on('error', reject);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}
