import { createHash } from 'node:crypto';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { fitManifests, type Held } from './held-bag.ts';

/** One thing done to a bag by somebody who holds no key of it. */
export interface Alteration {
	readonly name: string;
	/** Whether both manifests were made to fit afterwards: `sha256sum -c` has nothing to say then. */
	readonly fitted: boolean;
	/** Whether what is wrong is a file that is listed: `sha256sum -c` looks at no other. */
	readonly listed: boolean;
	readonly bag: Held;
}

export const isManifest = (path: string): boolean => /^(tag)?manifest-sha256\.txt$/.test(path);

type Change = (bag: Held) => unknown;

const PARTS = ['statement.json', 'signature', 'opening.json', 'leaf', 'tlog-proof'] as const;
const MANIFESTS = ['manifest-sha256.txt', 'tagmanifest-sha256.txt'];

/** The alterations of `honest`, always the same ones. `foreign`: a bag that another archive made. */
export function* alterations(honest: Held, foreign: Held): Generator<Alteration> {
	const { made, both } = alter(honest);
	const paths = [...honest.keys()].filter((path) => of(honest, path).length > 0);
	const payload = paths.filter((path) => path.startsWith('data/'));
	const tags = paths.filter((path) => !path.startsWith('data/') && !MANIFESTS.includes(path));
	const entries = payload.filter((path) => path.endsWith('.statement.json')).map((path) => path.slice(0, -15));

	for (const path of paths)
		for (const at of spread(path, of(honest, path).length))
			yield made(`one bit of ${path} at ${at}`, false, (bag) => bag.set(path, flipped(of(bag, path), at)));
	for (const path of payload)
		for (const at of spread(path, of(honest, path).length).slice(/\.(age|pdf)$/.test(path) ? 0 : -1))
			yield made(`one bit of ${path} at ${at}`, true, (bag) => bag.set(path, flipped(of(bag, path), at)));
	for (const path of every(2, [...payload, ...tags])) yield made(`${path} dropped`, false, (bag) => bag.delete(path));
	for (const path of every(5, payload)) {
		yield* both(`${path} cut by its last byte`, (bag) => bag.set(path, of(bag, path).subarray(0, -1)));
		yield* both(`${path} longer by a byte`, (bag) => bag.set(path, Buffer.concat([of(bag, path), Buffer.from('\n')])));
	}
	for (const entry of [...entries, 'report.signed']) {
		const next = entries[(entries.indexOf(entry) + 1) % entries.length] as string;
		yield made(`${entry} dropped whole`, true, (bag) => {
			for (const path of [...bag.keys()]) if (path.startsWith(`${entry}.`)) bag.delete(path);
		});
		for (const part of PARTS)
			yield made(`${part} of ${entry} swapped with that of ${next}`, part !== 'leaf', swap(entry, next, [part]));
		yield made(`${entry} swapped whole with ${next}`, true, swap(entry, next, PARTS));
		yield* strips(entry).map(([name, change]) => made(name, true, change));
	}
	yield* both('originals swapped', exchange('data/items/EX-0012/original.mp4', 'data/items/EX-0013/original.mp4'));
	yield* both('sealed items swapped', exchange('data/items/EX-0012/item.age', 'data/items/EX-0013/item.age'));
	yield* both(
		'two key frames swapped for the probe',
		exchange('data/items/EX-0012/keyframes/0001.jpg', 'data/items/EX-0012/metadata/ffprobe.json'),
	);
	yield* edits(honest).map(([name, change]) => made(name, true, change));
	for (const [name, change] of foreigners(entries, foreign)) yield made(name, true, change);
	for (const path of ['data/more.txt', 'data/items/EX-0012/more.jpg', 'data/ledger/000099.statement.json', 'more.txt'])
		yield made(`${path} added`, false, (bag) => bag.set(path, Buffer.from('more')), false);
	yield made('data/items/EX-0012/more.jpg added', true, (bag) =>
		bag.set('data/items/EX-0012/more.jpg', Buffer.from('x')),
	);
}

/** What can be done to each of a few files, and to each with the next of them, as they are and with manifests put right. */
export function* alterationsOf(honest: Held, paths: readonly string[]): Generator<Alteration> {
	const { both } = alter(honest);
	for (const [i, path] of paths.entries()) {
		const bytes = of(honest, path);
		for (const at of new Set([0, 0.2, 0.4, 0.6, 0.8, 1].map((part) => Math.floor(part * (bytes.length - 1)))))
			yield* both(`one bit of ${path} at ${at}`, (bag) => bag.set(path, flipped(bytes, at)));
		yield* both(`${path} dropped`, (bag) => bag.delete(path));
		yield* both(`${path} cut by its last byte`, (bag) => bag.set(path, bytes.subarray(0, -1)));
		yield* both(`${path} longer by a byte`, (bag) => bag.set(path, Buffer.concat([bytes, Buffer.from('\n')])));
		const next = paths[(i + 1) % paths.length] as string;
		yield* both(`${path} swapped with ${next}`, exchange(path, next));
		for (const [line] of text(bytes).matchAll(/^— .*\n/gm))
			yield* both(`${path} without the signature of ${line.split(' ')[1]}`, (bag) =>
				bag.set(path, Buffer.from(text(bytes).replace(line, ''))),
			);
	}
}

function alter(honest: Held) {
	const made = (name: string, fitted: boolean, change: Change, listed = true): Alteration => {
		const bag = new Map(honest);
		change(bag);
		if (fitted) fitManifests(bag);
		return { name: fitted ? `${name}, manifests put right` : name, fitted, listed, bag };
	};
	const both = (name: string, change: Change): Alteration[] => [made(name, false, change), made(name, true, change)];
	return { made, both };
}

/** Signatures taken away or put under something else. */
function strips(entry: string): [string, Change][] {
	const [signature, proof] = [`${entry}.signature`, `${entry}.tlog-proof`];
	return [
		[`${signature} of zeros`, (bag) => bag.set(signature, new Uint8Array(64))],
		[`${signature} stripped`, (bag) => bag.delete(signature)],
		[
			`the log’s signature stripped from ${proof}`,
			(bag) => bag.set(proof, Buffer.from(text(of(bag, proof)).replaceAll(/^— .*\n/gm, ''))),
		],
	];
}

/** Every seventh value of report.json, made another of its kind. */
function edits(honest: Held): [string, Change][] {
	const leaves: (readonly (string | number)[])[] = [];
	const walk = (value: Json, at: readonly (string | number)[]): void => {
		if (value === null || typeof value !== 'object') return void leaves.push(at);
		for (const [name, inside] of Object.entries(value)) walk(inside as Json, [...at, name]);
	};
	walk(JSON.parse(text(of(honest, 'data/report.json'))) as Json, []);
	return every(7, leaves).map((at) => [
		`${at.join('.')} of report.json edited`,
		(bag) => {
			const report = JSON.parse(text(of(bag, 'data/report.json'))) as Json;
			let inside = report as { [name: string]: Json };
			for (const step of at.slice(0, -1)) inside = inside[step] as { [name: string]: Json };
			const last = at.at(-1) as string;
			inside[last] = other(inside[last] as Json);
			bag.set('data/report.json', Buffer.from(canonical(report)));
		},
	]);
}

/** Entries, receipts, checkpoints and signatures of another archive, which are good ones there. */
function foreigners(entries: readonly string[], foreign: Held): [string, Change][] {
	const from = (paths: readonly string[]): Change => {
		return (bag) => {
			for (const path of paths) bag.set(path, of(foreign, path));
		};
	};
	const log = ['data/ledger/policy', 'data/ledger/checkpoint'];
	const signed = [...PARTS, 'consistency'].map((part) => `report.signed.${part}`);
	return [
		...entries.map((one): [string, Change] => [`${one}: a foreign receipt`, from([`${one}.tlog-proof`])]),
		...every(3, entries).map((one): [string, Change] => [
			`${one}: a foreign entry`,
			from(PARTS.map((part) => `${one}.${part}`)),
		]),
		...log.map((path): [string, Change] => [`${path} of another archive`, from([path])]),
		['policy and checkpoint of another archive', from(log)],
		['report.signed of another archive', from(signed)],
		['report.note of another archive', from(['report.note'])],
		['report.json of another archive', from(['data/report.json'])],
		['everything signed of another archive', from([...log, ...signed, 'report.note'])],
	];
}

function swap(one: string, two: string, parts: readonly string[]): Change {
	return (bag) => {
		for (const part of parts) exchange(`${one}.${part}`, `${two}.${part}`)(bag);
	};
}

function exchange(one: string, two: string): Change {
	return (bag) => {
		const [first, second] = [of(bag, one), of(bag, two)];
		bag.set(one, second);
		bag.set(two, first);
	};
}

function other(value: Json): Json {
	if (typeof value === 'number') return value + 1;
	if (typeof value === 'boolean') return !value;
	if (typeof value !== 'string') return 'known after all';
	return /^[0-9a-f]{32,}$/.test(value) ? value.replace(/^./, value.startsWith('0') ? '1' : '0') : `${value} or so`;
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
	const bent = new Uint8Array(bytes);
	bent[at] = (bent[at] as number) ^ 1;
	return bent;
}

/** A place in each file, others from file to file; four in the larger ones. */
function spread(path: string, size: number): number[] {
	const chosen = createHash('sha256').update(path).digest();
	const many = size > 4000 ? 4 : 1;
	return Array.from({ length: many }, (_, i) => Math.floor(((i + chosen.readUInt32BE(4 * i) / 2 ** 32) / many) * size));
}

const every = <T>(step: number, list: readonly T[]): T[] => list.filter((_, i) => i % step === 0);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

function of(bag: Held, path: string): Uint8Array {
	const bytes = bag.get(path);
	if (bytes === undefined) throw new Error(`there is no ${path} to alter`);
	return bytes;
}
