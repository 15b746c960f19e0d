import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { enterAcknowledgement, enterByHand, signedReports, stateHandedOver } from '../../client/case/hand-over.ts';
import { eventsOf } from '../../client/case/history.ts';
import { findCase, type OpenCase, openCases } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { pseudonym } from '../../client/identity.ts';
import { knownKeys } from '../../client/log-key.ts';
import { sealBag } from '../../client/seal-bag.ts';
import { newPassphrase } from '../../client/word-passphrase.ts';
import type { Id } from '../../domain/ids.ts';
import { openAcknowledgement } from '../../domain/ledger/acknowledgement.ts';
import { openBag, zipOf } from '../../report/node/whole-bag.ts';
import { readReport } from '../../report/verify/check-report.ts';
import { verifyBag } from '../../report/verify/verify-bag.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { newFile } from '../new-file.ts';
import { thereAt } from '../there.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable, shortId } from '../words.ts';

interface Options {
	to?: string[];
	passphrase?: boolean;
	out?: string;
	recipient?: string;
}

/** `custos hand-over`: a bag sealed to its recipient, and what they say when they have it. Both are entries. */
export function handOverCommands(program: Command, context: Context): void {
	const { t } = context;
	const group = program.command('hand-over').description(t.handOver.help.group);
	examples(group, context, 'hand-over bag.zip --passphrase', 'hand-over acknowledged acknowledgement-1f0c22ab.txt');

	const seal = group
		.command('seal', { isDefault: true })
		.description(t.handOver.help.seal)
		.argument('<bag>', t.help.bag)
		.option('--to <recipient...>', t.handOver.help.to)
		.option('--passphrase', t.handOver.help.passphrase)
		.option('--recipient <text>', t.handOver.help.recipient)
		.option('--out <file>', t.handOver.help.out)
		.action((bag: string, options: Options) => handOver(context, bag, options));
	examples(
		seal,
		context,
		'hand-over seal bag.zip --to age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p --recipient "Office of the prosecutor"',
		'hand-over bag --passphrase --out for-the-court.age',
	);

	const entered = group
		.command('acknowledged')
		.description(t.handOver.help.acknowledged)
		.argument('<file|report>', t.handOver.help.note)
		.option('--case <case>', t.handOver.help.case)
		.option('--said <text>', t.handOver.help.said)
		.option('--when <text>', t.handOver.help.when)
		.option('--on <text>', t.handOver.help.on)
		.action(async (what: string, options: { case?: string; said?: string; when?: string; on?: string }) => {
			const connection = await context.connection();
			if (options.said !== undefined) {
				const { open, report } = await reportNamed(context, connection, options.case, what);
				const { said, when = '', on = '' } = options;
				const index = await enterByHand(connection, open, report, { said, when, on });
				context.out(t.handOver.enteredByHand(shortId(report)));
				context.result({ report, entry: index, key: null });
				return;
			}
			const note = await readFile(what, 'utf8');
			const { report } = openAcknowledgement(note);
			const { open } = await reportNamed(context, connection, options.case, report);
			const { said, index } = await enterAcknowledgement(connection, open, note);
			context.out(
				t.handOver.entered(shortId(report), printable(said.by), pseudonym(said.key), t.handOver.result[said.result]),
			);
			context.result({ ...said, entry: index });
		});
	examples(
		entered,
		context,
		'hand-over acknowledged acknowledgement-1f0c22ab.txt',
		'hand-over acknowledged 1f0c22ab --case GUL --said "received, all checks hold" --when 2026-11-21 --on "a letter, no. 77"',
	);
}

async function handOver(context: Context, bag: string, options: Options): Promise<void> {
	const { t } = context;
	if ((options.to === undefined) === (options.passphrase !== true)) throw wrongUsage(t.handOver.toOrPassphrase);
	if ((await thereAt(bag)) === undefined) throw new Told('not-found', t.noBag(printable(bag)), { usage: true });
	const out = resolve(options.out ?? `${bag.replace(/\/+$/, '').replace(/\.zip$/, '')}.zip.age`);
	const connection = await context.connection();
	const reader = await openBag(bag);
	// What does not hold is not handed over, and what is not this archive's is not its to hand over.
	const verdict = await verifyBag(reader, knownKeys(connection));
	if (verdict.result !== 'confirmed') throw new Told('bad-proof', t.handOver.notOurs);
	const report = await readReport(reader);
	const { open } = await reportNamed(context, connection, report.case.id, report.report.id);
	if (open.role !== 'lead') throw new Told('denied', t.onlyLeads(printable(open.title)));
	const recipient = options.recipient ?? report.report.recipient ?? '';
	const passphrase = options.passphrase === true ? newPassphrase() : undefined;
	const to = passphrase === undefined ? { recipients: options.to ?? [] } : { passphrase };
	const file = await newFile(out);
	let index = -1;
	try {
		const sealed = await sealBag(await zipOf(bag, new Date(report.report.issued)), to);
		const content = entered(sealed.readable, async () => {
			index = await stateHandedOver(connection, open, {
				report: report.report.id,
				recipient,
				how: passphrase === undefined ? 'age' : 'passphrase',
				sha256: sealed.hash(),
				to: options.to,
			});
		});
		await file.fill(content, { signal: context.signal, wrote: () => undefined });
	} catch (error) {
		await file.discard().catch(() => undefined);
		throw error;
	}
	context.out(t.handOver.sealed(printable(out)));
	if (passphrase !== undefined) context.out(t.handOver.passphrase(passphrase));
	context.out(t.handOver.after(printable(out), passphrase !== undefined));
	context.result({ report: report.report.id, file: out, entry: index, ...(passphrase && { passphrase }) });
}

/** The stream, and an entry after its last byte: the file gets its name only when it is in the ledger. */
async function* entered(content: ReadableStream<Uint8Array>, state: () => Promise<void>): AsyncGenerator<Uint8Array> {
	yield* content;
	await state();
}

/** The one signed report that this names, in the case or in any of one's own. */
async function reportNamed(
	context: Context,
	connection: Connection,
	inCase: string | undefined,
	wanted: string,
): Promise<{ open: OpenCase; report: Id }> {
	const cases = inCase === undefined ? await openCases(connection) : [await findCase(connection, inCase)];
	const found: { open: OpenCase; report: Id }[] = [];
	for (const open of cases)
		for (const report of signedReports(await eventsOf(connection, open, 'case', open.id)).keys())
			if (wanted.length >= 4 && report.startsWith(wanted.toLowerCase())) found.push({ open, report });
	if (found.length !== 1) throw new Told('not-found', context.t.handOver.noReport(printable(wanted)));
	return found[0] as { open: OpenCase; report: Id };
}
