import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Connection } from '../../client/connection.ts';
import { knownKeys } from '../../client/log-key.ts';
import { timeThrough, usualAuthority } from '../../client/time.ts';
import { newestText } from '../../domain/ledger/log-keys.ts';
import { askTime } from '../../domain/time/ask-time.ts';
import { tokenIn } from '../../domain/time/time-token.ts';
import { version } from '../../domain/version.ts';
import type { ReportWish } from '../../report/gather/make-report.ts';
import { openBagFolder } from '../../report/node/bag-folder.ts';
import { openBagZip } from '../../report/node/bag-zip.ts';
import { readSigner } from '../../report/node/certificate.ts';
import { sourceCommit } from '../../report/node/source-commit.ts';
import type { PaperSigner, Timestamp } from '../../report/seal/paper-signer.ts';
import { verifyBag } from '../../report/verify/verify-bag.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { assertNew, assertPlace } from '../new-file.ts';
import type { Progress } from '../progress.ts';
import { agreedChoices, assertMayLeave } from '../report/agreed-report.ts';
import { addChoiceOptions, assertShown, type ChoiceOptions, choicesFrom } from '../report/choice-options.ts';
import { addIssuerOptions, assertNothingAdded, type IssuerOptions, issuerWords } from '../report/issuer-options.ts';
import { subjectOf } from '../report/report-subject.ts';
import { type ReportPlace, writeReport } from '../report/write-report.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

interface Options extends ChoiceOptions, IssuerOptions {
	out?: string;
	zip?: string;
	agreed?: string;
	language: string;
	certificate?: string;
	certificateKey?: string;
	certificatePassphraseFile?: string;
	/** False: none, also where the archive asks some. */
	timeAuthority?: string | false;
}

/** `custos report`: a signed custody report on a case or on exhibits of one case, as a bag that verifies offline. */
export function reportCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = addIssuerOptions(addChoiceOptions(program.command('report'), context), context)
		.description(t.help.report)
		.argument('<case|exhibit...>', t.help.reportWhat)
		.option('--out <dir>', t.help.reportOut)
		.option('--zip <file>', t.help.reportZip)
		.option('--agreed <request>', t.leave.help.agreed)
		.option('--language <lang>', t.help.language, context.lang)
		.option('--certificate <file>', t.help.certificate)
		.option('--certificate-key <file>', t.help.certificateKey)
		.option('--certificate-passphrase-file <file>', t.help.certificatePassphrase)
		.option('--time-authority <url>', t.time.stamps)
		.option('--no-time-authority', t.time.stampsNot)
		.action((wanted: string[], options: Options) => report(context, wanted, options));
	examples(
		command,
		context,
		'report GUL-0001 GUL-0002 --out bag --recipient "Office of the prosecutor" --with-originals',
		'report GUL --zip bag.zip --language ru',
		'report GUL --zip bag.zip --without-names --without-people --hide-entry 41 57',
		'report GUL --zip bag.zip --only-person "Guard 3" "Guard 7"',
		'report GUL --zip bag.zip --authority "Request 12/2026 of the court" --issued-by "Keeper of the archive"',
		'report GUL --zip bag.zip --agreed 1f0c22ab',
	);
}

async function report(context: Context, wanted: readonly string[], options: Options): Promise<void> {
	const { t } = context;
	if (options.language !== 'en' && options.language !== 'ru') throw wrongUsage(t.oneOf('--language', ['en', 'ru']));
	assertNothingAdded(context, options);
	const place = placeOf(context, options);
	const out = place.path;
	await assertPlace(out);
	await assertNew(out);
	const { timeAuthority } = options;
	if (typeof timeAuthority === 'string' && !/^https?:\/\/./.test(timeAuthority)) throw wrongUsage(t.monitor.badUrl);
	const signer = await signerFrom(context, options);
	const connection = await context.connection();
	const { open, items, expunged, choices } = await chosen(context, connection, wanted, options);
	context.say(t.reportBegins(items.length));
	let progress: Progress | undefined;
	try {
		const wish: ReportWish = {
			open,
			items,
			expunged,
			version,
			commit: await sourceCommit(),
			signer,
			timestamp: await timestampBy(context, connection, timeAuthority),
			language: options.language,
			...choices,
			total: (totalBytes) => {
				if (totalBytes > 0) progress = context.createProgress({ label: t.writing, totalBytes });
			},
			wrote: (bytes) => progress?.add(bytes),
			item: () => context.signal.throwIfAborted(),
		};
		const made = await writeReport(connection, wish, place, context.signal);
		progress?.done();
		const bag = place.zip ? await openBagZip(out) : openBagFolder(out);
		const verdict = await verifyBag(bag, knownKeys(connection));
		const verified = verdict.result === 'confirmed';
		context.out(verified ? t.reportMade(printable(out), items.length) : t.reportNotVerified(printable(out)));
		if (expunged.length > 0) context.out(t.expunge.named(expunged.length));
		for (const check of verdict.checks) if (!check.ok) context.out(`  ${check.name}: ${check.reason}`);
		if (verified) context.out(t.afterReport(verdict.fingerprint));
		else context.exit(exitCodes.failed);
		context.result({
			report: made.report,
			bag: out,
			items: items.length,
			expunged: expunged.length,
			entry: made.index,
			verified,
			fingerprint: verdict.fingerprint,
			logKey: newestText(connection.archive.key),
		});
	} finally {
		progress?.done();
	}
}

/** What is to leave, of which items: as it is said, or as another lead agreed to. */
async function chosen(context: Context, connection: Connection, wanted: readonly string[], options: Options) {
	const { agreed } = options;
	if (agreed !== undefined) return agreedChoices(context, connection, wanted[0] ?? '', agreed);
	const choices = await choicesFrom(context, options);
	const { open, items, expunged } = await subjectOf(context, connection, wanted);
	await assertMayLeave(context, connection, open);
	await assertShown(context, connection, open, { items, hide: choices.hide });
	const words = await issuerWords(context, connection, open, options);
	return { open, items, expunged, choices: { ...choices, words } };
}

/** The organisation's own certificate, where one is named; else the report is signed under the issuer's self-made one. */
async function signerFrom(context: Context, options: Options): Promise<PaperSigner | undefined> {
	const { certificate, certificateKey: key, certificatePassphraseFile: file } = options;
	if (certificate === undefined) {
		if (key !== undefined || file !== undefined) throw wrongUsage(context.t.certificateFirst);
		return undefined;
	}
	const passphrase = async (): Promise<string> => {
		if (file !== undefined) return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
		if (context.io.ask === undefined) throw new Told('config', context.t.noCertificatePassphrase);
		return context.io.ask(context.t.askCertificatePassphrase, { hidden: true });
	};
	return readSigner({ certificate, key }, passphrase, context.now());
}

/**
 * Asked once, while the report is signed: who wants the time from outside gets no paper without it. Where none is named, it is one that
 * the archive asks anyway, through the archive: it does not learn from where a report comes.
 */
async function timestampBy(
	{ t, signal }: Context,
	connection: Connection,
	named: string | false | undefined,
): Promise<Timestamp | undefined> {
	const authority = named ?? (await usualAuthority(connection)) ?? false;
	if (authority === false) return undefined;
	return async (signature) => {
		const stamped =
			named === undefined
				? await timeThrough(connection, authority, signature, signal)
				: await askTime(fetch, authority, signature, signal);
		if (typeof stamped === 'string')
			throw new Told('unavailable', t.time.noToken(printable(authority), t.time.why[stamped]));
		return tokenIn(stamped.answer);
	};
}

/** A folder or a zip, and one of them. */
function placeOf({ t }: Context, { out, zip }: Options): ReportPlace {
	if (out !== undefined && zip === undefined) return { path: resolve(out), zip: false };
	if (zip !== undefined && out === undefined) return { path: resolve(zip), zip: true };
	throw wrongUsage(t.outOrZip);
}
