import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { finishBag, signReportNote, writeBag } from '../../src/report/bag.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { bagFolderSink, openBagFolder } from '../../src/report/node/bag-folder.ts';
import { formatManifest } from '../../src/report/verify/read-manifests.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { basicCommands } from '../system/basic-commands.ts';
import { placeOf } from '../system/needs.ts';
import type { About, Archive, Person } from '../unit/report-archive.ts';
import { people, type StoryOptions, tell } from '../unit/report-story.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The files of a bag that is not signed yet, for changing. */
export class Forgery {
	readonly dir: string;
	readonly archive: Archive;

	constructor(dir: string, archive: Archive) {
		this.dir = dir;
		this.archive = archive;
	}

	read(path: string): Promise<Buffer> {
		return readFile(join(this.dir, path));
	}

	async write(path: string, content: Uint8Array | string): Promise<void> {
		await mkdir(dirname(join(this.dir, path)), { recursive: true });
		await writeFile(join(this.dir, path), content);
	}

	drop(path: string): Promise<void> {
		return rm(join(this.dir, path));
	}

	async swap(a: string, b: string): Promise<void> {
		const [first, second] = [await this.read(a), await this.read(b)];
		await this.write(a, second);
		await this.write(b, first);
	}

	async dropEntry(index: number): Promise<void> {
		const name = String(index).padStart(6, '0');
		for (const file of await readdir(join(this.dir, 'data/ledger')))
			if (file.startsWith(`${name}.`)) await this.drop(`data/ledger/${file}`);
	}

	async report(change: (report: CustodyReport) => void): Promise<void> {
		const report = JSON.parse((await this.read('data/report.json')).toString()) as CustodyReport;
		change(report);
		await this.write('data/report.json', canonical(report as unknown as Json));
	}
}

/**
 * A bag by an exporter who lies: changed after it was derived, then manifested, put into the log and signed as an honest
 * one would be, so that only the deeper checks can find it.
 */
export class Exporter {
	readonly #home: string;
	readonly #archive: Archive;
	readonly #report: string;

	private constructor(home: string, archive: Archive, report: string) {
		this.#home = home;
		this.#archive = archive;
		this.#report = report;
	}

	/** `told`: the story, if it was told before. */
	static async begin(options?: StoryOptions, told = tell(options)): Promise<Exporter> {
		const home = await mkdtemp(join(tmpdir(), 'custos-forged-'));
		const { archive, input } = told;
		await writeBag(bagFolderSink(join(home, 'honest')), input, await reportAssets());
		return new Exporter(home, archive, input.id);
	}

	/** Returns the folder of the finished bag. */
	async lie(
		name: string,
		change: (forgery: Forgery) => void | Promise<void>,
		signer: Person = people.lead,
		about: Partial<About> = {},
	): Promise<string> {
		const dir = join(this.#home, name.replace(/[^a-z0-9]/g, '-'));
		await cp(join(this.#home, 'honest'), dir, { recursive: true });
		await change(new Forgery(dir, this.#archive));
		const manifest = new Map<string, string>();
		for (const path of await payload(dir)) manifest.set(path, sha256(await readFile(join(dir, path))));
		await writeFile(join(dir, 'manifest-sha256.txt'), formatManifest(manifest));
		const of = async (path: string): Promise<string> => sha256(await readFile(join(dir, path)));
		const hashes = {
			json: await of('data/report.json'),
			pdf: await of('data/report.pdf'),
			manifest: await of('manifest-sha256.txt'),
		};
		const { id } = (JSON.parse(await readFile(join(dir, 'data/report.json'), 'utf8')) as CustodyReport).case;
		const before = Number((await readFile(join(this.#home, 'honest/data/ledger/checkpoint'), 'utf8')).split('\n')[1]);
		const index = this.#archive.append(
			'report.signed',
			signer,
			{ case: id, generation: 1, report: this.#report, ...hashes },
			{ subject: { kind: 'case', id }, ...about },
		);
		const note = signReportNote(this.#report, hashes, signer.sign, signer.seed);
		const tags = new Map<string, string>();
		for (const name of ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'README-how-to-verify.txt'])
			tags.set(name, await of(name));
		const after = ['statement.json', 'signature', 'opening.json', 'leaf', 'tlog-proof', 'consistency'];
		const promised = new Set([
			...after.map((kind) => `report.signed.${kind}`),
			'report.note',
			'tagmanifest-sha256.txt',
		]);
		const unsigned = { hashes, tags, promised, key: parseKey(this.#archive.vkey) };
		await finishBag(bagFolderSink(dir), unsigned, {
			signedEntry: this.#archive.entry(index),
			consistency: await this.#archive.growth(before),
			note,
		});
		return dir;
	}

	end(): Promise<void> {
		return rm(this.#home, { recursive: true, force: true });
	}
}

/** Makes both manifests fit whatever is in the folder, as anyone can. */
export async function remanifest(dir: string): Promise<void> {
	const manifest = new Map<string, string>();
	for (const path of await payload(dir)) manifest.set(path, sha256(await readFile(join(dir, path))));
	await writeFile(join(dir, 'manifest-sha256.txt'), formatManifest(manifest));
	const tags = new Map<string, string>();
	for (const name of (await readdir(dir)).filter((one) => one !== 'data' && !one.startsWith('tagmanifest')))
		tags.set(name, sha256(await readFile(join(dir, name))));
	await writeFile(join(dir, 'tagmanifest-sha256.txt'), formatManifest(tags));
}

async function payload(dir: string): Promise<string[]> {
	const found = await readdir(join(dir, 'data'), { recursive: true, withFileTypes: true });
	return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(dir.length + 1));
}

/** Runs a bag's own verify.sh. */
export function shell(dir: string, ...args: string[]): Promise<{ code: number; out: string }> {
	return shellBy('sh', dir, ...args);
}

/** The same by another shell, which finds no other program than README promises to be enough. */
export function shellBy(program: string, dir: string, ...args: string[]): Promise<{ code: number; out: string }> {
	const env = { PATH: basicCommands() };
	return new Promise((resolve) => {
		execFile(placeOf(program) ?? program, [join(dir, 'data/verify.sh'), ...args], { env }, (error, stdout) => {
			resolve({ code: error === null ? 0 : Number(error.code), out: stdout });
		});
	});
}

/** The reasons for which a bag fails against the true log key; it must fail. */
export async function failures(dir: string, logKey: string): Promise<string[]> {
	const verdict = await verifyBag(openBagFolder(dir), { logKey });
	if (verdict.result !== 'failed') throw new Error(`expected a failed bag, got ${verdict.result}`);
	return verdict.checks.filter((check) => !check.ok).map((check) => check.reason);
}
