import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import { type Bytes, concat, toHex, utf8 } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { newId } from '../../src/domain/ids.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { type Statement, signStatement } from '../../src/domain/ledger/statement.ts';
import { edgeOf, Tree } from '../../src/domain/ledger/tree.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { Admission, Pending } from './admit.ts';
import type { Head } from './head.ts';
import type { NotaryKeys } from './keys.ts';

/** Denied attempts of one person that become entries of their own within one hour; the others fold into one entry. */
export const DENIED_PER_HOUR = 20;

interface Tally {
	person: string;
	hour: Date;
	count: number;
	/** Those beyond the limit. Only its right edge is kept: a flood costs its sender more than the notary. */
	beyond: Tree;
}

/** Counts refusals by person and hour, so that one actor cannot flood the ledger and yet leaves a trace of each attempt. */
export class Denials {
	readonly #db: Kysely<Database>;
	readonly #tallies = new Map<string, Tally>();
	readonly #changed = new Set<string>();
	#finished: string[] = [];
	#loaded = false;

	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	/** Counts one refusal. True if it is to be an entry of its own. */
	count(person: string, statement: Bytes, now: Date): boolean {
		const hour = hourOf(now);
		const name = `${person}/${hour.getTime()}`;
		const tally = this.#tallies.get(name) ?? { person, hour, count: 0, beyond: new Tree() };
		tally.count += 1;
		if (tally.count > DENIED_PER_HOUR) tally.beyond.append(leafHash(statement));
		this.#tallies.set(name, tally);
		this.#changed.add(name);
		return tally.count <= DENIED_PER_HOUR;
	}

	/** The notary's own statements about hours that have ended. */
	async due(keys: NotaryKeys, now: Date, head: Head): Promise<Extract<Admission, { kind: 'fresh' }>[]> {
		await this.#load();
		const ended = [...this.#tallies].filter(([, tally]) => tally.hour.getTime() < hourOf(now).getTime());
		for (const [name] of ended) {
			this.#tallies.delete(name);
			this.#finished.push(name);
		}
		return ended.filter(([, tally]) => tally.beyond.size > 0).map(([, tally]) => fold(tally, keys, now, head));
	}

	/** Writes the counts in the transaction of the entries they belong to. */
	async save(tx: Kysely<Database>): Promise<void> {
		for (const name of this.#changed) {
			const tally = this.#tallies.get(name);
			if (tally === undefined) continue;
			const { person, hour, count, beyond } = tally;
			beyond.trim(0);
			const hashes = concat(...beyond.edge());
			await tx
				.insertInto('denials')
				.values({ person, hour, count, hashes })
				.onConflict((on) => on.columns(['person', 'hour']).doUpdateSet({ count, hashes }))
				.execute();
		}
		for (const name of this.#finished) {
			const [person, hour] = name.split('/') as [string, string];
			await tx
				.deleteFrom('denials')
				.where('person', '=', person)
				.where('hour', '=', new Date(Number(hour)))
				.execute();
		}
		this.#changed.clear();
		this.#finished = [];
	}

	async #load(): Promise<void> {
		if (this.#loaded) return;
		const rows = await this.#db
			.selectFrom('denials')
			.select(['person', 'hour', 'count', sql<Bytes>`hashes`.as('hashes')])
			.execute();
		for (const { person, hour, count, hashes } of rows) {
			const size = Math.max(0, count - DENIED_PER_HOUR);
			const edge = edgeOf(size).map((_, i) => hashes.slice(32 * i, 32 * i + 32));
			this.#tallies.set(`${person}/${hour.getTime()}`, { person, hour, count, beyond: new Tree(size, edge) });
		}
		this.#loaded = true;
	}
}

function fold(tally: Tally, keys: NotaryKeys, now: Date, head: Head): Extract<Admission, { kind: 'fresh' }> {
	const statement: Statement = {
		v: 1,
		type: 'denials.folded',
		id: newId(platform.randomBytes),
		origin: keys.origin,
		actor: keys.logKey,
		time: now.toISOString(),
		seen: { size: head.size, root: head.root },
		person: tally.person,
		count: tally.beyond.size,
		root: toHex(tally.beyond.root()),
	};
	const signed = signStatement(statement, keys.logSeed);
	const pending: Pending = {
		seq: -1,
		actor: keys.logKey,
		statement_id: statement.id,
		statement: utf8(canonical(statement as unknown as Json)),
		signature: signed.signature,
		sealed: null,
		prefix: null,
		founding: null,
		known: false,
	};
	return { kind: 'fresh', pending, statement, signed };
}

function hourOf(now: Date): Date {
	return new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
}
