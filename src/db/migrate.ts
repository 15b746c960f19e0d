import type { Client } from 'pg';
import { CustosError } from '../domain/errors.ts';
import { flight, grants } from './migrations/0001-flight.ts';
import { guards, ledger } from './migrations/0001-ledger.ts';
import { projection } from './migrations/0001-projection.ts';
import { outcomesAge } from './migrations/0002-outcomes-age.ts';
import { marks, marksGrants } from './migrations/0003-marks.ts';
import { storage } from './migrations/0004-storage.ts';
import { numbered, numberedGrants } from './migrations/0005-numbered.ts';
import { shared, sharedGrants } from './migrations/0006-shared.ts';
import { counts } from './migrations/0007-counts.ts';
import { cards, cardsGrants } from './migrations/0008-cards.ts';
import { listed, listedGrants } from './migrations/0009-listed.ts';
import { witnessed } from './migrations/0010-witnessed.ts';
import { times } from './migrations/0011-times.ts';
import { copies, damages, damagesGrants } from './migrations/0012-damages.ts';
import { approvals, approvalsBefore, approvalsGrants } from './migrations/0013-approvals.ts';
import { erasure, expunged, expungedGrants } from './migrations/0014-expunged.ts';
import { exportGrants, exportTables } from './migrations/0015-exports.ts';
import { caseKeys, caseKeysGrants } from './migrations/0016-case-keys.ts';
import { logKeys, logKeysGrants } from './migrations/0017-log-keys.ts';
import { caseExpunged } from './migrations/0018-case-expunged.ts';
import { samePerson, samePersonBefore, samePersonGrants } from './migrations/0019-same-person.ts';
import { strays } from './migrations/0020-strays.ts';
import { foundByIndex, foundByIndexBeside } from './migrations/0021-found-by-index.ts';
import { exportPeople, exportPeopleBefore } from './migrations/0022-export-people.ts';

const migrations: readonly { name: string; text: string }[] = [
	{ name: '0001', text: [ledger, guards, projection, flight, grants].join('\n') },
	{ name: '0002', text: outcomesAge },
	{ name: '0003', text: [marks, marksGrants].join('\n') },
	{ name: '0004', text: storage },
	{ name: '0005', text: [numbered, numberedGrants].join('\n') },
	{ name: '0006', text: [shared, sharedGrants].join('\n') },
	{ name: '0007', text: counts },
	{ name: '0008', text: [cards, cardsGrants].join('\n') },
	{ name: '0009', text: [listed, listedGrants].join('\n') },
	{ name: '0010', text: witnessed },
	{ name: '0011', text: times },
	{ name: '0012', text: [damages, damagesGrants, copies].join('\n') },
	{ name: '0013', text: [approvals, approvalsBefore, approvalsGrants].join('\n') },
	{ name: '0014', text: [expunged, expungedGrants, erasure].join('\n') },
	{ name: '0015', text: [exportTables, exportGrants].join('\n') },
	{ name: '0016', text: [caseKeys, caseKeysGrants].join('\n') },
	{ name: '0017', text: [logKeys, logKeysGrants].join('\n') },
	{ name: '0018', text: caseExpunged },
	{ name: '0019', text: [samePerson, samePersonBefore, samePersonGrants].join('\n') },
	{ name: '0020', text: strays },
	{ name: '0021', text: [foundByIndex, foundByIndexBeside].join('\n') },
	{ name: '0022', text: [exportPeople, exportPeopleBefore].join('\n') },
];

/**
 * Brings a database to the newest schema, once each migration, under a lock so that two starts do not collide. Runs as
 * a superuser or a member of custos_owner, to whom all tables will belong. Refuses a database newer than this program.
 */
export async function migrate(client: Client): Promise<void> {
	await client.query('select pg_advisory_lock(hashtext($1))', ['custos/migrate']);
	await client.query(
		'create table if not exists custos_migrations (name text primary key, at timestamptz not null default now())',
	);
	await client.query('alter table custos_migrations owner to custos_owner');
	const done = await client.query<{ name: string }>('select name from custos_migrations order by name');
	const unknown = done.rows.find((row) => !migrations.some((one) => one.name === row.name));
	if (unknown)
		throw new CustosError(
			'config',
			`the database has migration ${unknown.name}, which this version of Custos does not know`,
		);
	for (const migration of migrations) {
		if (!done.rows.some((row) => row.name === migration.name)) await run(client, migration);
	}
	await client.query('select pg_advisory_unlock(hashtext($1))', ['custos/migrate']);
}

async function run(client: Client, migration: { name: string; text: string }): Promise<void> {
	await client.query('begin');
	try {
		await client.query('grant create, usage on schema public to custos_owner');
		await client.query(
			`do $$ begin execute format('grant create on database %I to custos_owner', current_database()); end $$`,
		);
		await client.query('set local role custos_owner');
		await client.query(migration.text);
		await client.query('reset role');
		await client.query('insert into custos_migrations (name) values ($1)', [migration.name]);
		await client.query('commit');
	} catch (error) {
		await client.query('rollback');
		throw error;
	}
}
