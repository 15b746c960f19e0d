import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { platform } from '../../src/domain/platform/node.ts';
import { formatManifest } from '../../src/report/verify/read-manifests.ts';

const sha256 = (...parts: (Uint8Array | string)[]): Buffer => {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest();
};

/** An Ed25519 key pair of a seed. */
class Pair {
	readonly #seed: Uint8Array;
	readonly key: Uint8Array;

	constructor(word: string) {
		this.#seed = new Uint8Array(sha256(word));
		this.key = platform.ed25519Public(this.#seed);
	}

	sign(message: string): Buffer {
		return Buffer.from(platform.ed25519Sign(this.#seed, Buffer.from(message)));
	}

	id(name: string): Buffer {
		return sha256(`${name}\n`, Uint8Array.of(1), this.key).subarray(0, 4);
	}

	note(text: string, name: string): string {
		return `${text}\n— ${name} ${Buffer.concat([this.id(name), this.sign(text)]).toString('base64')}\n`;
	}
}

interface Entry {
	statement: string;
	signature: Buffer;
	opening: string;
	leaf: Buffer;
}

const [log, person] = [new Pair('log'), new Pair('person')];
/** Under whose checkpoint the smallest bag is. */
export const smallestLogKey = log.key;

/** One accepted entry of a log of this name, written by hand: none of our own checks stands in the way. */
function entry(type: string, origin: string, more: { readonly [name: string]: string }): Entry {
	const words = Object.entries({ ...more, origin, type }).map(([name, value]) => `"${name}":"${value}"`);
	const statement = `{"actor":"${Buffer.from(person.key).toString('hex')}",${words.join(',')}}`;
	const signature = person.sign(`custos/statement/v1\n${statement}`);
	const skeleton = `{"result":"accepted","type":"${type}"}`;
	const salts = ['11'.repeat(32), '22'.repeat(32)] as const;
	const halves = [
		sha256(Buffer.from(salts[0], 'hex'), skeleton),
		sha256(Buffer.from(salts[1], 'hex'), statement, signature),
	];
	const opening = `{"salts":["${salts.join('","')}"],"skeleton":"${skeleton.replaceAll('"', '\\"')}"}`;
	return { statement, signature, opening, leaf: Buffer.concat([Uint8Array.of(1), ...halves]) };
}

/**
 * The smallest folder in which all that a shell script can check holds, of an invented archive with a log of this name. `said` are
 * more members of its founding, `beside` more files.
 */
export async function smallestBag(
	dir: string,
	name: string,
	{ said = {}, beside = {} }: { said?: { [name: string]: string }; beside?: { [path: string]: string } } = {},
): Promise<void> {
	const files = new Map<string, Uint8Array>();
	const put = (path: string, content: Uint8Array | string): unknown => files.set(path, Buffer.from(content));
	const hash = (path: string): string => sha256(files.get(path) as Uint8Array).toString('hex');
	const leafHash = ({ leaf }: Entry): Buffer => sha256(Uint8Array.of(0), leaf);
	const checkpoint = (size: number, root: Buffer): string =>
		log.note(`${name}\n${size}\n${root.toString('base64')}\n`, name);
	const write = (path: string, { statement, signature, opening, leaf }: Entry, proof: string): void => {
		put(`${path}.statement.json`, statement);
		put(`${path}.signature`, signature);
		put(`${path}.opening.json`, opening);
		put(`${path}.leaf`, leaf);
		put(`${path}.tlog-proof`, `c2sp.org/tlog-proof@v1\n${proof}`);
	};
	const manifest = (of: (path: string) => boolean): string =>
		formatManifest(new Map([...files.keys()].filter(of).map((path) => [path, hash(path)])));

	const key = Buffer.concat([Uint8Array.of(1), log.key]).toString('base64');
	const vkey = `${name}+${log.id(name).toString('hex')}+${key}`;
	const first = entry('archive.founded', name, { log: vkey, ...said });
	const early = checkpoint(1, leafHash(first));
	put('data/report.json', '{}');
	put('data/report.pdf', '%PDF');
	put('data/case.jsonld', '{}\n');
	put('data/ledger/policy', `log ${vkey}\nquorum none\n`);
	put('data/ledger/checkpoint', early);
	write('data/ledger/000000', first, `index 0\n\n${early}`);
	for (const [path, content] of Object.entries(beside)) put(path, content);
	put(
		'manifest-sha256.txt',
		manifest(() => true),
	);
	const hashes = {
		json: hash('data/report.json'),
		manifest: hash('manifest-sha256.txt'),
		pdf: hash('data/report.pdf'),
	};
	const report = 'ab'.repeat(16);
	const signed = entry('report.signed', name, { ...hashes, report });
	const late = checkpoint(2, sha256(Uint8Array.of(1), leafHash(first), leafHash(signed)));
	write('report.signed', signed, `index 1\n${leafHash(first).toString('base64')}\n\n${late}`);
	put('report.signed.consistency', `${leafHash(signed).toString('base64')}\n`);
	const told = [
		`custos report ${report}`,
		`${hashes.json}  data/report.json`,
		`${hashes.pdf}  data/report.pdf`,
		`${hashes.manifest}  manifest-sha256.txt`,
	];
	const issuer = `custos-person/${Buffer.from(person.key).toString('hex').slice(0, 16)}`;
	put('report.note', person.note(`${told.join('\n')}\n`, issuer));
	put(
		'tagmanifest-sha256.txt',
		manifest((path) => !path.startsWith('data/')),
	);
	for (const [path, content] of files) {
		await mkdir(dirname(join(dir, path)), { recursive: true });
		await writeFile(join(dir, path), content);
	}
}
