import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { isCustosError } from '../../domain/errors.ts';
import { fromKey, keyOfSpans, keyText } from '../../domain/ledger/log-keys.ts';
import { type NoteKey, parseKey } from '../../domain/ledger/note.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { keyFrom } from '../key-from.ts';
import { stepsOn } from '../steps.ts';
import { wrongUsage } from '../told.ts';
import { followKeys } from './follow.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { servedLog } from './served-log.ts';

interface Options {
	dir: string;
	logKey?: string;
	every: string;
	once?: boolean;
}

/** `custos monitor`: follows a log from outside and hashes every entry again. Ends with exit code 1 when the log lies. */
export function monitorCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('monitor')
		.description(t.monitor.help)
		.argument('[url]', t.monitor.url)
		.requiredOption('--dir <folder>', t.monitor.dir)
		.option('--log-key <key>', t.help.logKey)
		.option('--every <seconds>', t.monitor.every, '60')
		.option('--once', t.monitor.once)
		.action((url: string | undefined, options: Options) => monitor(context, url, options));
	examples(
		command,
		context,
		'monitor https://archive.example --log-key archive-key.txt --dir mirror',
		'monitor --dir mirror --once',
		'--json monitor https://archive.example --log-key archive-key.txt --dir mirror --every 300',
	);
}

async function monitor(context: Context, url: string | undefined, options: Options): Promise<void> {
	const { t, signal } = context;
	const pin = await context.profile.pin();
	const server = url ?? pin?.server;
	const key = options.logKey === undefined ? pin?.log : await keyFrom(options.logKey);
	if (server === undefined || key === undefined) throw wrongUsage(t.monitor.needs);
	const every = Number(options.every);
	if (!Number.isInteger(every) || every < 1 || every > 86_400) throw wrongUsage(t.monitor.badEvery);
	const prefix = prefixOf(server);
	if (prefix === undefined) throw wrongUsage(t.monitor.badUrl);
	const [log, given, mirror] = [servedLog(prefix, signal), parseKey(key), await openMirror(options.dir)];
	const say = (line: string): void => context.say(`${context.now().toISOString()}  ${line}`);
	for (;;) {
		const logKey = await keyKnown(mirror, given);
		const steps = stepsOn(context, { leaves: t.monitor.reads });
		try {
			const round = await followKeys(log, logKey, mirror, (done, total) =>
				steps.show({ phase: 'leaves', done, total }),
			).finally(steps.done);
			if (round.state === 'alarm') {
				const file = await mirror.contradiction(round.note, context.now());
				say(`${t.monitor.alarm[round.alarm]}\n${t.monitor.whatNow(file)}`);
				context.result({ time: context.now().toISOString(), ...round, file });
				return context.exit(exitCodes.failed);
			}
			context.out(`${context.now().toISOString()}  ${t.monitor.followed(round.size, round.added)}`);
			context.result({ time: context.now().toISOString(), ...round });
		} catch (error) {
			if (options.once === true || !isCustosError(error, 'unavailable')) throw error;
			say(t.monitor.away);
		}
		if (options.once === true) return;
		await sleep(every * 1000, undefined, { signal });
	}
}

/** The key that was given, with what the mirror knows of the log's keys where it is one of them. */
async function keyKnown(mirror: Mirror, given: NoteKey): Promise<NoteKey> {
	const spans = await mirror.keys();
	const known = spans === undefined ? undefined : keyOfSpans(spans);
	return known !== undefined && fromKey(known, keyText(given)) !== undefined ? known : given;
}

/** An archive is named by its address alone, and serves its log in one place. */
function prefixOf(server: string): string | undefined {
	if (!URL.canParse(server) || !/^https?:/.test(server)) return undefined;
	const url = new URL(server);
	return url.pathname === '/' ? new URL('/v1/log', url).href : url.href;
}
