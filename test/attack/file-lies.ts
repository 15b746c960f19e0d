import { Archive } from '../unit/report-archive.ts';
import { PLACE } from '../unit/report-story.ts';
import type { Lie } from './report-lies.ts';

/** Of no item, no part of the report, of no entry of the bag, and beside what an entry has. */
const stray = [
	'data/items/EX-0099/original.mp4',
	'data/items/EX-0012.mp4',
	'data/report-corrected.html',
	'data/ledger/000099.detail.json',
	'data/ledger/000017.shown.json',
	'data/ledger/000012.skeleton',
	'data/ledger/0000012.statement.json',
	'data/ledger/report.pdf',
];

/** The same with the files that lie beside report.json. */
export const fileLies: readonly Lie[] = [
	[
		'another original',
		(bag) => bag.write('data/items/EX-0013/original.mp4', 'something else'),
		/original of item .* is not the one that was received/,
	],
	[
		'originals swapped',
		(bag) => bag.swap('data/items/EX-0012/original.mp4', 'data/items/EX-0013/original.mp4'),
		/original of item .* is not the one that was received/,
	],
	[
		'sealed files swapped',
		(bag) => bag.swap('data/items/EX-0012/item.age', 'data/items/EX-0013/item.age'),
		/prefix of the sealed item .* is not the one that was received/,
	],
	[
		'a sealed file cut',
		async (bag) =>
			bag.write('data/items/EX-0012/item.age', (await bag.read('data/items/EX-0012/item.age')).subarray(0, -1)),
		/body of the sealed item .* is not the one/,
	],
	[
		'a key that does not fit',
		(bag) =>
			bag.write(
				'data/items/EX-0012/item.key',
				'AGE-SECRET-KEY-1LWKGM5RHK7NWC832CL2HJQKUGVE3G8KMCFP0VQW5UHS3AWL3QQJS9L5WL2\n',
			),
		/no recipient of this prefix matches the key/,
	],
	[
		'a key frame replaced',
		(bag) => bag.write('data/items/EX-0012/keyframes/0001.jpg', 'x'),
		/0001.jpg does not have the hash in the report/,
	],
	[
		'a file the report does not name',
		(bag) => bag.write('data/items/EX-0012/keyframes/0009.jpg', 'x'),
		/the report does not name it/,
	],
	...(
		[
			['another place of recording', 0, '+59.9343+030.3351/'],
			['a place of recording invented', 1, PLACE],
		] as const
	).map(
		([name, item, place]): Lie => [
			name,
			(bag) => bag.report(({ technical }) => void Object.assign(technical.items[item] ?? {}, { place })),
			/the raw probe output of item .* in the bag does not say that place/,
		],
	),
	[
		'another probe output',
		(bag) => bag.write('data/items/EX-0012/metadata/ffprobe.json', '{}'),
		/ffprobe.json does not have the hash/,
	],
	[
		'statements swapped',
		(bag) => bag.swap('data/ledger/000012.statement.json', 'data/ledger/000017.statement.json'),
		/signature of entry 12 is not by its actor/,
		true,
	],
	[
		'proofs swapped',
		(bag) => bag.swap('data/ledger/000012.tlog-proof', 'data/ledger/000013.tlog-proof'),
		/entry 13 is not under this root|entry 12 is not under/,
		true,
	],
	[
		'whole entries swapped',
		async (bag) => {
			for (const part of ['statement.json', 'signature', 'opening.json', 'leaf', 'tlog-proof'])
				await bag.swap(`data/ledger/000012.${part}`, `data/ledger/000013.${part}`);
		},
		/names one index and proves another/,
		true,
	],
	[
		'leaves swapped',
		(bag) => bag.swap('data/ledger/000012.leaf', 'data/ledger/000013.leaf'),
		/leaf beside the entry is not its leaf/,
		true,
	],
	[
		'another index in a proof',
		async (bag) =>
			bag.write(
				'data/ledger/000012.tlog-proof',
				(await bag.read('data/ledger/000012.tlog-proof')).toString().replace('index 12', 'index 13'),
			),
		/is not under this root/,
		true,
	],
	[
		'a signature of zeros',
		(bag) => bag.write('data/ledger/000012.signature', new Uint8Array(64)),
		/signature of entry 12 is not by its actor/,
		true,
	],
	[
		'a skeleton that says accepted',
		async (bag) =>
			bag.write(
				'data/ledger/000016.opening.json',
				(await bag.read('data/ledger/000016.opening.json')).toString().replace('denied:denied', 'accepted'),
			),
		/entry 16 is not under this root/,
		true,
	],
	[
		'another value in a detail',
		async (bag) =>
			bag.write(
				'data/ledger/000017.detail.json',
				(await bag.read('data/ledger/000017.detail.json')).toString().replace('Choice', 'Choise'),
			),
		/sealed detail is not the one that was signed/,
	],
	[
		'an older checkpoint',
		(bag) => bag.write('data/ledger/checkpoint', bag.archive.checkpoint(20)),
		/proven under a later checkpoint/,
	],
	...stray.map(
		(path): Lie => [
			`${path}, which nothing names`,
			(bag) => bag.write(path, 'footage of another item'),
			new RegExp(`the bag holds "${path.replaceAll('.', '\\.')}", which nothing in the report accounts for`),
		],
	),
	[
		'another log in the policy',
		(bag) => bag.write('data/ledger/policy', `log ${new Archive('stranger').vkey}\nquorum none\n`),
		/log key you gave|did not sign this note/,
		true,
	],
];
