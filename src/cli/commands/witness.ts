import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { archiveTask } from '../archive-task.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { keyFrom } from '../key-from.ts';
import { table } from '../table.ts';
import { wrongUsage } from '../told.ts';
import { watchedProcess } from '../watched-process.ts';
import { printable, timeInWords } from '../words.ts';

const Made = z.object({ name: z.string(), key: z.string() });
const Status = Made.extend({
	logs: z.array(z.object({ log: z.string(), size: z.number(), at: z.string().nullable() })),
	contradictions: z.array(z.string()),
});

/** `custos witness …`: a server by which another organisation countersigns the ledgers of archives. */
export function witnessCommands(program: Command, context: Context): void {
	const { t } = context;
	const words = t.witness;
	const group = program.command('witness').description(words.help);
	examples(group, context, 'witness init /srv/witness --name witness.example.org/w1', 'witness serve /srv/witness');
	const task = <S extends z.ZodType>(options: object, result: S): Promise<z.infer<S>> =>
		archiveTask(context, 'witness', options, result, () => {});

	const init = group
		.command('init')
		.description(words.helpInit)
		.argument('<dir>', words.helpFolder)
		.requiredOption('--name <name>', words.helpName)
		.action(async (dir: string, { name }: { name: string }) => {
			const made = await task({ verb: 'init', folder: resolve(dir), name }, Made);
			context.out(words.made(made.name));
			context.out(`  ${made.key}`);
			context.out(words.afterInit(printable(dir)));
			context.result({ witness: resolve(dir), ...made });
		});
	examples(init, context, 'witness init /srv/witness --name witness.example.org/w1');

	const watch = group
		.command('watch')
		.description(words.helpWatch)
		.argument('<dir>', words.helpFolder)
		.argument('<log-key>', words.helpLog)
		.option('--rotated', words.helpRotated)
		.action(async (dir: string, log: string, { rotated = false }: { rotated?: boolean }) => {
			const status = await task({ verb: 'watch', folder: resolve(dir), log: await keyFrom(log), rotated }, Status);
			show(context, status);
			context.result({ witness: resolve(dir), ...status });
		});
	examples(
		watch,
		context,
		'witness watch /srv/witness custos/912f97d879f48476+dfd77b8b+Af1eai…',
		'witness watch /srv/witness archive-key.txt',
		'witness watch /srv/witness new-key.txt --rotated',
	);

	const status = group
		.command('status')
		.description(words.helpStatus)
		.argument('<dir>', words.helpFolder)
		.action(async (dir: string) => {
			const found = await task({ verb: 'status', folder: resolve(dir) }, Status);
			show(context, found);
			context.result({ witness: resolve(dir), ...found });
		});
	examples(status, context, 'witness status /srv/witness', '--json witness status /srv/witness');

	const serve = group
		.command('serve')
		.description(words.helpServe)
		.argument('<dir>', words.helpFolder)
		.option('--port <port>', words.helpPort, '8788')
		.option('--host <address>', words.helpHost, '127.0.0.1')
		.action(async (dir: string, { port, host }: { port: string; host: string }) => {
			if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw wrongUsage(words.badPort(printable(port)));
			const env = { WITNESS_HOME: resolve(dir), HOST: host, PORT: port };
			await watchedProcess(context, 'witness', env, (line) => {
				const ready = Serving.parse(line);
				const address = `http://${host.includes(':') ? `[${host}]` : host}:${ready.port}`;
				context.out(words.serving(address, ready.logs));
				context.result({ ready: 'witness', address, key: ready.key, logs: ready.logs });
			});
		});
	examples(serve, context, 'witness serve /srv/witness', 'witness serve /srv/witness --port 8788 --host 0.0.0.0');
}

const Serving = z.object({ port: z.number(), logs: z.number(), key: z.string() });

function show(context: Context, { name, key, logs, contradictions }: z.infer<typeof Status>): void {
	const { t } = context;
	const words = t.witness;
	context.out(words.is(printable(name)));
	context.out(`  ${printable(key)}`);
	context.out();
	if (logs.length === 0) context.out(words.noLogs);
	else {
		const rows = logs.map(({ log, size, at }) => [
			printable(log),
			String(size),
			at === null ? words.never : timeInWords(at),
		]);
		const columns = [
			{ title: words.log },
			{ title: words.entries, align: 'right' as const },
			{ title: words.cosigned },
		];
		for (const line of table(columns, rows)) context.out(line);
	}
	if (contradictions.length === 0) return;
	context.out(`\n${words.contradictions(contradictions.length)}`);
	for (const file of contradictions) context.out(`  ${printable(file)}`);
}
