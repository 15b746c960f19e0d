import { platform } from '#platform';
import { toBase64, toHex } from '../domain/bytes.ts';
import { canonical, type Json } from '../domain/canonical.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import { encodeDetail } from '../domain/ledger/detail.ts';
import { keysOfLog } from '../domain/ledger/log-keys.ts';
import { type NoteKey, parseNote } from '../domain/ledger/note.ts';
import { parseProof } from '../domain/ledger/proof.ts';
import { type Entry, type EntryText, openEntry } from '../domain/ledger/receipt.ts';
import { bagFiles, partsOf } from './bag-files.ts';
import type { BagSink, ReportAssets } from './bag-sink.ts';
import { BagWriter } from './bag-writer.ts';
import { type CollectedEntry, collectEntries, logKeys, policyOf } from './collect-evidence.ts';
import { itemFiles } from './item-files.ts';
import { buildReport, reportJson } from './model.ts';
import { renderPdf } from './pdf.ts';
import { readme } from './readme.ts';
import type { ItemInput, ReportInput } from './report-input.ts';
import { type PaperSigner, sealOf } from './seal/paper-signer.ts';
import { roomFor, signPaper } from './seal/sign-paper.ts';
import { caseJsonld } from './verify/case-uco/case-jsonld.ts';
import { CASE_UCO } from './verify/check-case-uco.ts';
import { SIGNED } from './verify/check-signed.ts';
import { COSIGNED } from './verify/cosigned.ts';
import { leafOf } from './verify/evidence.ts';
import { remainsFiles } from './verify/expunged.ts';
import { LOG_KEYS, logKeyLines } from './verify/log-key-files.ts';
import { entryPath, LEDGER } from './verify/read-evidence.ts';
import { bagDeclaration, formatManifest } from './verify/read-manifests.ts';
import type { CustodyReport } from './verify/report-model.ts';
import { fingerprint, type ReportHashes } from './verify/report-note.ts';
import { stampFiles } from './verify/stamped.ts';

export { type ReportHashes, signReportNote } from './verify/report-note.ts';

const MANIFEST = 'manifest-sha256.txt';

/** A bag that lacks its signature: what the log must take in, and what `finishBag` needs. */
export interface UnsignedBag {
	readonly hashes: ReportHashes;
	/** The log's keys, up to the one that signed the bag's checkpoint. */
	readonly key: NoteKey;
	/** Files outside `data`, with their SHA-256 in hex. */
	readonly tags: ReadonlyMap<string, string>;
	/** Paths of all files of the bag, those to come too. */
	readonly promised: ReadonlySet<string>;
}

/**
 * Writes the bag (RFC 8493) up to its signature. Every `report.begun` is in the log already. The caller then puts
 * `report.signed` with the returned hashes into the log and calls `finishBag` on the same sink. Throws what `buildReport`
 * throws, what the signer of report.pdf rejects with, `exists`, and `hash-mismatch` when a stream is not what was received.
 */
export async function writeBag(
	sink: BagSink,
	input: ReportInput,
	assets: ReportAssets,
	signer?: PaperSigner,
): Promise<UnsignedBag> {
	if (canonical(input.seal) !== canonical(signer === undefined ? null : sealOf(signer)))
		throw new CustosError('internal', 'the report names another certificate than it is signed with');
	const report = buildReport(input);
	const entries = collectEntries(input);
	const promised = new Set(bagFiles(report, entries, partsOf(input)).map(({ path }) => path));
	const bag = new BagWriter(sink, promised);
	const json = await bag.write('data/report.json', reportJson(report));
	const pictures = new Map(
		input.items.flatMap((item) =>
			itemFiles(item).keyframes.map(({ path }, i) => [path, (item.keyframes[i] as { jpeg: Uint8Array }).jpeg] as const),
		),
	);
	const paper = await renderPdf(report, pictures, assets.fonts, signer && roomFor(signer));
	const pdf = await bag.write('data/report.pdf', signer === undefined ? paper : await signPaper(paper, signer));
	await bag.write(CASE_UCO, caseJsonld(report));
	await bag.write('data/verify.sh', assets.verifyScript);
	await bag.write('data/verify.html', assets.verifyPage);
	for (const item of input.items) await writeItem(bag, item, report);
	await writeLedger(bag, input, entries);
	const oxum = `${bag.bytes}.${bag.hashes.size}`;
	const manifest = await bag.write(MANIFEST, formatManifest(bag.hashes));
	await bag.write('bagit.txt', bagDeclaration);
	await bag.write('bag-info.txt', bagInfo(report, oxum));
	const print = fingerprint(input.log.vkey, (data) => platform.sha256(data));
	await bag.write('README-how-to-verify.txt', readme({ report: input.id, fingerprint: print, vkey: input.log.vkey }));
	const tags = new Map([...bag.hashes].filter(([path]) => !path.startsWith('data/')));
	return { hashes: { json, pdf, manifest }, key: logKeys(input.log).key, tags, promised };
}

/**
 * Adds what came after: the accepted `report.signed`, the proof that its log continues the bag's (base64 of
 * `consistencyProof(bag checkpoint's size, its own checkpoint's size)`), and `report.note`. Throws `bad-proof`, `exists`.
 */
export async function finishBag(
	sink: BagSink,
	unsigned: UnsignedBag,
	after: { signedEntry: EntryText; consistency: readonly Uint8Array[]; note: string },
): Promise<void> {
	const bag = new BagWriter(sink, unsigned.promised);
	await writeEntry(bag, SIGNED, { entry: openSigned(after.signedEntry, unsigned.key), detail: undefined });
	await bag.write(`${SIGNED}.consistency`, after.consistency.map((hash) => `${toBase64(hash)}\n`).join(''));
	await bag.write('report.note', after.note);
	await bag.write('tagmanifest-sha256.txt', formatManifest(new Map([...unsigned.tags, ...bag.hashes])));
}

/** The bag proves the log's keys as far as they had come when it was begun. */
function openSigned(signed: EntryText, key: NoteKey): Entry {
	try {
		return openEntry(signed, key);
	} catch (cause) {
		if (!isCustosError(cause, 'bad-proof') || isBy(signed, key)) throw cause;
		throw new CustosError(
			'conflict',
			'the key of the log was rotated while this report was made: discard it and make it again',
			{ cause },
		);
	}
}

/** Whether it names one of these keys as the one that signed it. */
function isBy({ receipt }: EntryText, key: NoteKey): boolean {
	const ids = keysOfLog(key).map((one) => toHex(one.id));
	const { signatures } = parseNote(parseProof(receipt.proof).checkpoint);
	return signatures.some(({ name, id }) => name === key.name && ids.includes(toHex(id)));
}

async function writeItem(bag: BagWriter, item: ItemInput, report: CustodyReport): Promise<void> {
	const files = itemFiles(item);
	const sealed = report.items.find((one) => one.id === item.id)?.sealed;
	if (files.original !== null && item.original !== undefined)
		await bag.stream(files.original, item.original(), { sha256: item.sha256 ?? '', size: item.size ?? undefined });
	if (files.age !== null && item.sealed !== undefined && sealed !== undefined) {
		if (toHex(platform.sha256(item.sealed.prefix)) !== sealed.prefix)
			throw new CustosError('hash-mismatch', 'a prefix is not the one in the ledger');
		const size = item.sealed.prefix.length + sealed.size;
		await bag.stream(files.age, wholeAge(item.sealed, sealed.body), { size });
	}
	if (files.key !== null) await bag.write(files.key, `${item.key}\n`);
	if (files.probe !== null) await bag.write(files.probe.path, item.probe as Uint8Array);
	if (files.packets !== null) await bag.write(files.packets.path, item.framehash as Uint8Array);
	for (const [i, frame] of files.keyframes.entries())
		await bag.write(frame.path, (item.keyframes[i] as { jpeg: Uint8Array }).jpeg);
}

/** Prefix ‖ body; the body is compared with the ledger while it passes. */
async function* wholeAge(sealed: NonNullable<ItemInput['sealed']>, expected: string): AsyncGenerator<Uint8Array> {
	yield sealed.prefix;
	const hash = platform.createSha256();
	for await (const piece of sealed.body()) {
		hash.update(piece);
		yield piece;
	}
	if (toHex(hash.digest()) !== expected) throw new CustosError('hash-mismatch', 'a body is not the one in the ledger');
}

async function writeLedger(bag: BagWriter, input: ReportInput, entries: readonly CollectedEntry[]): Promise<void> {
	const { checkpoint, growth, links, witnesses, stamps } = input.log;
	await bag.write(`${LEDGER}/policy`, policyOf(input.log));
	await bag.write(`${LEDGER}/checkpoint`, checkpoint);
	if (typeof witnesses?.cosigned === 'string') await bag.write(COSIGNED, witnesses.cosigned);
	if (links !== undefined && links.length > 0) await bag.write(LOG_KEYS, logKeyLines(links));
	for (const { path, content } of stampFiles(stamps ?? [])) await bag.write(path, content);
	if (growth.length > 0) {
		await bag.write(
			`${LEDGER}/consistency.json`,
			canonical(growth.map(({ from, proof }) => ({ from, proof: proof.map(toBase64) }))),
		);
	}
	for (const { path, content } of (input.expunged ?? []).flatMap(({ remains }) => remains.flatMap(remainsFiles)))
		await bag.write(path, content);
	for (const one of entries) await writeEntry(bag, entryPath(one.entry.index), one);
}

async function writeEntry(bag: BagWriter, path: string, { entry, detail, shown }: CollectedEntry): Promise<void> {
	const { skeleton, salts, proof } = entry.receipt;
	await bag.write(`${path}.statement.json`, entry.signed.bytes);
	await bag.write(`${path}.signature`, entry.signed.signature);
	await bag.write(`${path}.opening.json`, canonical({ salts, skeleton } as unknown as Json));
	await bag.write(`${path}.leaf`, leafOf(entry));
	await bag.write(`${path}.tlog-proof`, proof);
	if (detail !== undefined) await bag.write(`${path}.detail.json`, encodeDetail(detail));
	else if (shown !== undefined) await bag.write(`${path}.shown.json`, canonical(shown.opening as Json));
}

function bagInfo(report: CustodyReport, oxum: string): string {
	return [
		'Bag-Software-Agent: Custos',
		`Bagging-Date: ${report.report.issued.slice(0, 10)}`,
		`External-Identifier: ${report.report.id}`,
		`Internal-Sender-Identifier: ${report.report.issuer.actor}`,
		`Payload-Oxum: ${oxum}`,
		'',
	].join('\n');
}
