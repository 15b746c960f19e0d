import { availableParallelism, cpus, totalmem } from 'node:os';

/** `npm run bench -- NAME`: each bench compares with a peer or a ceiling measured in the same run. */

export interface Row {
	what: string;
	value: number | string;
	unit: string;
	/** Against what, in the same run. */
	ratio?: { to: string; is: number; goal?: string };
}

const benches: { readonly [name: string]: () => Promise<{ bench(args: readonly string[]): Promise<Row[]> }> } = {
	intake: () => import('./intake.ts'),
	ledger: () => import('./ledger.ts'),
	keyframes: () => import('./keyframes.ts'),
	audit: () => import('./audit-bench.ts'),
	report: () => import('./report.ts'),
	browser: () => import('./browser.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = benches[name];
if (load === undefined) {
	process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}\n`);
	process.exit(2);
}
const rows = await (await load()).bench(args);
const machine = `${availableParallelism()} cores of ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
process.stdout.write(`\n${name} on ${machine}\n\n`);
for (const { what, value, unit, ratio } of rows) {
	const shown =
		typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 }) : value;
	const compared =
		ratio === undefined
			? ''
			: `   ${ratio.is.toFixed(2)} × ${ratio.to}${ratio.goal === undefined ? '' : `  (goal ${ratio.goal})`}`;
	process.stdout.write(`${what.padEnd(52)} ${shown.padStart(12)} ${unit.padEnd(8)}${compared}\n`);
}
process.stdout.write(`${JSON.stringify({ bench: name, machine, rows })}\n`);
process.exit(0);
