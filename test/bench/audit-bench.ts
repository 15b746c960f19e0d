import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionOptions, startPostgres } from '../../infra/embedded/postgres.ts';
import { withProofs } from '../../src/app/entries.ts';
import { taskFlags } from '../../src/cli/archive-task.ts';
import { connect } from '../../src/db/connect.ts';
import { entries as storedEntries } from '../../src/db/log-store.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { output } from './machine.ts';
import type { Row } from './run.ts';

interface Audited {
	entries: number;
	seconds: number;
	perSecond: number;
	verifyPerCore: number;
	cpuSeconds: number;
	peakMiB?: number;
}

/** Audits of a generated ledger, by default of 1,000,000 entries, with and without signatures; receipts from it. */
export async function bench(args: readonly string[]): Promise<Row[]> {
	const entries = Number(args[0] ?? 1_000_000);
	const folder = await mkdtemp(join(tmpdir(), 'custos-bench-audit-'));
	try {
		const plain = await run(folder, entries);
		const signed = await run(folder, entries, 'signatures');
		const receipt = await receipts(folder, entries);
		const ceiling = availableParallelism() * signed.verifyPerCore;
		return [
			{
				what: `audit of ${entries.toLocaleString('en')} entries, no signatures`,
				value: plain.seconds,
				unit: 's',
				ratio: { to: '60 s a million', is: plain.seconds / (60 * (entries / 1e6)), goal: '< 1' },
			},
			{ what: '  peak memory', value: plain.peakMiB ?? 'unknown', unit: 'MiB' },
			{
				what: '  with signatures',
				value: signed.perSecond,
				unit: '/s',
				ratio: { to: 'cores × native checks', is: signed.perSecond / ceiling, goal: '> 0.8' },
			},
			{
				what: '  of its processor time, checks of signatures',
				value: (100 * entries) / signed.verifyPerCore / signed.cpuSeconds,
				unit: '%',
			},
			{ what: '  peak memory', value: signed.peakMiB ?? 'unknown', unit: 'MiB' },
			{
				what: 'receipt of any entry, as the server makes it, median',
				value: receipt.median,
				unit: 'ms',
				ratio: { to: '10 ms', is: receipt.median / 10, goal: '< 1' },
			},
			{ what: '  99 %', value: receipt.p99, unit: 'ms' },
		];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function run(folder: string, entries: number, ...flags: string[]): Promise<Audited> {
	await mkdir(folder, { recursive: true });
	const text = await output(process.execPath, [
		...(taskFlags.audit ?? []), // as `custos audit` starts it
		join(import.meta.dirname, 'audit.ts'),
		folder,
		String(entries),
		...flags,
	]);
	return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Audited;
}

async function receipts(folder: string, entries: number): Promise<{ median: number; p99: number }> {
	const postgres = await startPostgres({ home: folder, log: () => undefined });
	const { db, pool } = connect(
		databaseUrl(connectionOptions(postgres, { database: `ledger_${entries}`, user: postgres.superuser })),
		{ max: 1 },
	);
	const took: number[] = [];
	for (let i = 0; i < 500; i++) {
		const begun = performance.now();
		const row = storedEntries(db).where('e.idx', '=', Math.floor(Math.random() * entries));
		await withProofs(db, await row.execute());
		took.push(performance.now() - begun);
	}
	await pool.end();
	await postgres.stop();
	took.sort((a, b) => a - b);
	return { median: took[250] ?? 0, p99: took[495] ?? 0 };
}
