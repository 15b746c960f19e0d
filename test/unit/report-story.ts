import { readFileSync } from 'node:fs';
import { intakeRecord } from '../../src/client/put/intake-record.ts';
import { toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { itemKey } from '../../src/domain/envelope/item-key.ts';
import { paddedSize } from '../../src/domain/envelope/padding.ts';
import { sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { hashOfWords } from '../../src/domain/issuer-words.ts';
import { type Choices, hashOf, hashOfLeaves } from '../../src/domain/leaves.ts';
import { peopleFields } from '../../src/domain/ledger/shown-people.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { finishBag, signReportNote, writeBag } from '../../src/report/bag.ts';
import type { BagSink } from '../../src/report/bag-sink.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { bagFolderSink } from '../../src/report/node/bag-folder.ts';
import type { ItemInput, ReportInput } from '../../src/report/report-input.ts';
import { sealOf } from '../../src/report/seal/paper-signer.ts';
import { selfMadeSigner } from '../../src/report/seal/self-made.ts';
import { type About, Archive, hash, id, Person } from './report-archive.ts';

export const people = {
	steward: new Person('steward'),
	lead: new Person('lead'),
	reader: new Person('reader'),
	worker: new Person('worker'),
};
const CASE = id('case');
const inCase = { case: CASE, generation: 1 };
const SEALED = toBase64(new Uint8Array(96));
const frame = (): Uint8Array => new Uint8Array(readFileSync(new URL('../vectors/frame.jpg', import.meta.url)));

/** As a depositor fills it in. */
const DELIVERY = intakeRecord({
	receivedWhen: '2026-03-01',
	receivedHow: 'Handed over on a disk in person',
	recordedBy: { claim: 'Body camera of a guard', basis: 'file names on the disk', confidence: 'probable' },
	recordedWhen: { claim: '2024-02', basis: 'burnt-in time', confidence: 'doubtful' },
	recordedConditions: 'On duty, openly worn',
	priorHandlers: [
		{ who: 'A former employee', how: 'Copied it from a camera server' },
		{ who: 'A courier', from: '2026-02-26', to: '2026-03-01' },
	],
	notKnown: ['Whether files were left out when the disk was filled'],
});

/** Where the first file says that it was recorded. */
export const PLACE = '+51.4169-000.0806/';
const FRAMES = [192_000, 214_320, 260_080];
const PACKETS = utf8('0, 0, 0, 1, 4096, 5feceb66\n');
const madeFiles = (): { [name: string]: Json }[] => [
	{ name: 'packets.framehash', sha256: toHex(platform.sha256(PACKETS)) },
	...FRAMES.map((ptsMs, i) => ({
		name: `keyframe-000${i + 1}.jpg`,
		sha256: toHex(platform.sha256(frame())),
		ptsMs,
	})),
];

/** Bytes of one synthetic file: no two chunks alike. */
export function footage(word: string, size: number): Uint8Array<ArrayBuffer> {
	const out = new Uint8Array(size);
	for (let at = 0; at < size; at += 32)
		out.set(platform.sha256(utf8(`${word} ${at}`)).subarray(0, Math.min(32, size - at)), at);
	return out;
}

export interface Told {
	archive: Archive;
	input: ReportInput;
}

/** `copy`: it is a working copy that was damaged. */
type Fate = 'kept' | 'damaged' | 'missing' | 'restored' | 'copy' | 'failed' | 'unread';

export interface StoryOptions {
	/** Names the log key: another word is another archive. */
	word?: string;
	language?: 'en' | 'ru';
	/** What became of the stored copies of the items, where they were not simply found as they were received. */
	fates?: readonly Fate[];
	/** The detail of the first working copy lists its files, a packet manifest among them. */
	listed?: boolean;
	/** The clip is described anew and its exhibit renamed, twice. The report is not told of it. */
	reworded?: boolean;
	/** The clip shows these, each in a field of its own; else one, in a list, as earlier versions had them. */
	shows?: readonly string[];
	/** What the report is begun for binds the issuer's own words. */
	bound?: boolean;
	/** What the report is begun for. Without, it is begun as reports of earlier versions were. */
	choices?: Choices;
	/** Said besides in the detail that begins the report. */
	told?: { [name: string]: string };
	/** What else is in the log before that, by the hash of what it is begun for. */
	before?: (archive: Archive, what: string) => void;
	/** Changes what is handed to the report. */
	change?: (input: ReportInput, archive: Archive) => void;
}

/** Lets somebody in by the steward's word, perhaps as who had another key before. Returns the index. */
export function enrol(
	archive: Archive,
	{ sign, box, seed }: Person,
	{ role, invite, formerly }: { role: 'member' | 'worker'; invite: string; formerly?: Person },
): number {
	const { steward } = people;
	archive.append('person.invited', steward, { invite, role }, { subject: { kind: 'archive', id: 'archive' } });
	const said = utf8(`custos/join/v1\n${canonical({ sign, box, invite, origin: archive.origin })}`);
	const proof = toBase64(platform.ed25519Sign(seed, said));
	const keys = { invite, role, person: { sign, box }, proof, ...(formerly && { formerly: formerly.sign }) };
	return archive.append('person.enrolled', steward, keys, { subject: { kind: 'person', id: sign } });
}

/** One case with two items, an exhibit, a clip, refusals, a failure and a retry, up to the beginning of a report. */
export function tell({
	word = 'one',
	language = 'en',
	fates = [],
	listed = false,
	reworded = false,
	shows,
	bound = false,
	choices,
	told,
	before,
	change,
}: StoryOptions = {}): Told {
	const archive = new Archive(word);
	const { steward, lead, reader, worker } = people;
	const anywhere: About = { subject: { kind: 'archive', id: 'archive' } };
	const ofCase = (detail?: About['detail'], more: Partial<About> = {}): About => ({
		subject: { kind: 'case', id: CASE },
		...(detail && { detail }),
		...more,
	});
	const ofItem = (item: string, detail?: About['detail'], more: Partial<About> = {}): About => ({
		subject: { kind: 'item', id: item },
		...(detail && { detail }),
		...more,
	});

	archive.append(
		'archive.founded',
		steward,
		{
			log: archive.vkey,
			notary: hash('notary'),
			recovery: hash('recovery'),
			stewards: [{ sign: steward.sign, box: steward.box }],
			threshold: 1,
		},
		anywhere,
	);
	const enrolments = (
		[
			['lead', 'member'],
			['reader', 'member'],
			['worker', 'worker'],
		] as const
	).map(([name, role]) => enrol(archive, people[name], { role, invite: id(`invite ${name}`) }));
	archive.append('epoch.opened', worker, { epoch: 1, key: hash('epoch') }, anywhere);
	archive.append(
		'case.created',
		lead,
		{ ...inCase, key: hash('case key'), grant: SEALED },
		ofCase({ title: 'A transit prison', prefix: 'GUL' }),
	);
	archive.append(
		'case.member-added',
		lead,
		{ ...inCase, person: reader.sign, role: 'reader', grant: SEALED },
		ofCase(),
	);
	const intake = id('intake');
	archive.append(
		'intake.opened',
		lead,
		{ ...inCase, intake, epoch: 1, forCase: SEALED, forEpoch: SEALED, forNotary: SEALED },
		ofCase(DELIVERY),
	);
	const items = (['night-corridor_02.mp4', 'камера 17 — двор.MP4'] as const).map((name, i): ItemInput => {
		const item = id(`item ${i}`);
		const plain = footage(name, i === 0 ? 150_000 : 900);
		const sha256 = toHex(platform.sha256(plain));
		const key = itemKey(platform.sha256(utf8(`member ${i}`)), platform.sha256(utf8(`notary ${i}`)), item, 'original');
		const { prefix, payloadKey } = sealPrefix({
			fileKey: platform.sha256(utf8(`file ${i}`)).slice(0, 16),
			recipients: [key.publicKey, platform.x25519Public(platform.sha256(utf8('recovery')))],
		});
		const padded = new Uint8Array(paddedSize('original', plain.length));
		padded.set(plain);
		const body = sealChunks(payloadKey, padded, 0, true);
		const commits = { prefix: toHex(platform.sha256(prefix)), sha256: toHex(platform.sha256(body)) };
		const received = {
			path: `server-3/export/${name}`,
			size: plain.length,
			modified: '2024-02-11T03:12:07.000Z',
			sha256,
		};
		archive.append(
			'item.received',
			lead,
			{
				...inCase,
				item,
				intake,
				prefix: commits.prefix,
				body: { object: id(`object ${i}`), offset: 0, size: body.length, sha256: commits.sha256 },
				forEpoch: SEALED,
			},
			ofItem(item, {
				...received,
				tool: 'custos put 0.1.0',
				method: 'read from the disk, sealed on the depositor’s device',
			}),
		);
		const fate = fates[i] ?? 'kept';
		if (fate === 'failed') archive.append('item.failed', worker, { ...inCase, item, phase: 'keeping' }, ofItem(item));
		else if (fate !== 'unread')
			archive.append(
				'item.kept',
				worker,
				{ ...inCase, item, prefix: commits.prefix, sha256: commits.sha256 },
				ofItem(item),
			);
		const derivative = fate === 'copy' ? { derivative: id(`made ${i}`) } : {};
		if (fate === 'damaged' || fate === 'missing' || fate === 'restored' || fate === 'copy')
			archive.append(
				'item.damaged',
				worker,
				{ ...inCase, item, ...derivative, found: fate === 'missing' ? 'missing' : 'differs' },
				ofItem(item),
			);
		if (fate === 'restored')
			archive.append('item.restored', worker, { ...inCase, item, sha256: commits.sha256, by: 'second' }, ofItem(item));
		if (i === 1) {
			archive.append(
				'item.failed',
				worker,
				{ ...inCase, item, phase: 'examining' },
				ofItem(item, { reason: 'ffprobe met the limit on time' }),
			);
			archive.append('item.retried', lead, { ...inCase, item }, ofItem(item));
		}
		archive.append('item.examining', worker, { ...inCase, item, epoch: 1 }, ofItem(item));
		const probe = utf8(
			JSON.stringify({
				streams: [{ codec_name: 'h264' }],
				format: { duration: '312.4', ...(i === 0 && { tags: { location: PLACE } }) },
			}),
		);
		const summary = {
			kind: 'video',
			container: 'mp4',
			durationMs: 312_400,
			videoCodec: 'h264',
			width: 1280,
			height: 720,
			fps: 25,
			audioCodecs: ['aac'],
			hasAudio: true,
			createdAt: '2024-02-11T03:12:07Z',
			languages: [],
		};
		const packets = [
			{ index: 0, codecType: 'video', packets: 7810, root: hash(`packets ${i}`) },
			{ index: 1, codecType: 'audio', packets: 4881, root: hash(`sound ${i}`) },
		];
		const commands = [
			{ program: 'ffprobe', args: ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams'] },
			{
				program: 'ffmpeg',
				args: ['-skip_frame', 'nokey', '-i', 'http://127.0.0.1/', '-vf', 'scale=320:-2', '-f', 'image2pipe', '-'],
			},
		];
		const tools = { ffmpeg: '5.1.9', ffprobe: '5.1.9' };
		const warnings = i === 0 ? ['command 2 went on after 3 complaints'] : [];
		archive.append(
			'derivative.made',
			worker,
			{
				...inCase,
				item,
				derivative: id(`made ${i}`),
				prefix: hash(`p${i}`),
				body: { object: id(`d${i}`), offset: 0, size: 131_104, sha256: hash(`b${i}`) },
			},
			ofItem(item, {
				kind: 'keyframes',
				command: 'ffmpeg -skip_frame nokey …',
				tool: 'ffmpeg 5.1.9',
				...(i === 0 && listed && { files: madeFiles() }),
			}),
		);
		archive.append(
			'item.examined',
			worker,
			{ ...inCase, item, derivative: id(`made ${i}`) },
			ofItem(item, {
				summary,
				packets,
				tools,
				commands,
				warnings,
				probeSha256: toHex(platform.sha256(probe)),
			} as unknown as {
				[name: string]: Json;
			}),
		);
		archive.append(
			'item.opened',
			reader,
			{ ...inCase, item, class: 'original' },
			ofItem(item, { purpose: 'Wants to compare faces' }, { result: 'denied:denied' }),
		);
		archive.append(
			'item.opened',
			lead,
			{ ...inCase, item, class: 'original' },
			ofItem(item, { purpose: 'Choice of the minutes that matter' }),
		);
		const clip = {
			fromMs: 192_000,
			toMs: 280_400,
			fromFrame: 4800,
			toFrame: 7010,
			tags: ['beating', 'guard 3'],
			note: 'Two guards enter; the third keeps the door',
			people: shows ?? ['unknown man, grey jacket'],
		};
		const sealed = { ...clip, ...(shows === undefined ? { people: [...clip.people] } : peopleFields(shows)) };
		if (i === 0)
			archive.append(
				'clip.added',
				lead,
				{ ...inCase, item, clip: id('clip'), sha256: commits.sha256 },
				ofItem(item, sealed),
			);
		if (i === 0 && reworded)
			archive.append(
				'clip.revised',
				lead,
				{ ...inCase, item, clip: id('clip'), version: 2 },
				ofItem(item, { ...sealed, note: 'Nobody is beaten: mistaken before' }),
			);
		archive.append(
			'exhibit.added',
			lead,
			{ ...inCase, item, exhibit: id(`exhibit ${i}`) },
			ofItem(item, undefined, { exhibit: 12 + i }),
		);
		if (i === 0 && reworded)
			for (const title of ['Corridor, night', 'An empty corridor'])
				archive.append('exhibit.renamed', lead, { ...inCase, item, exhibit: id('exhibit 0') }, ofItem(item, { title }));
		if (i === 0)
			archive.append(
				'exhibit.added',
				lead,
				{ ...inCase, item, exhibit: id('exhibit of the clip'), clip: id('clip'), under: id('exhibit 0') },
				ofItem(item, undefined, { exhibit: 1 }),
			);
		return {
			id: item,
			...received,
			summary,
			packets,
			tools,
			commands,
			warnings,
			probe,
			exhibits: [
				{
					id: id(`exhibit ${i}`),
					number: 12 + i,
					clipNumber: null,
					withdrawn: false,
					title: i === 0 ? 'Corridor, night' : 'Yard',
					clip: null,
				},
				...(i === 0
					? [
							{
								id: id('exhibit of the clip'),
								number: 12,
								clipNumber: 1,
								withdrawn: false,
								title: 'Two guards',
								clip: { id: id('clip'), ...clip },
							},
						]
					: []),
			],
			keyframes: i === 0 ? FRAMES.map((ptsMs) => ({ ptsMs, jpeg: frame() })) : [],
			...(i === 0 && listed && { framehash: PACKETS }),
			original: async function* () {
				yield plain.subarray(0, 1000);
				yield plain.subarray(1000);
			},
			sealed: {
				prefix,
				body: async function* () {
					yield body;
				},
			},
			...(i === 0 && { key: encodeSecretKey(key.secret) }),
			entries: [],
		};
	});
	const [purpose, recipient] = ['Transfer to a prosecutor', 'Office of the prosecutor, war crimes unit'];
	const qualification =
		language === 'en'
			? 'Keeper of the archive; trained in digital evidence handling'
			: 'Хранитель архива; подготовка по работе с цифровыми доказательствами';
	const legalBasis =
		language === 'en' ? 'Public interest; documentation of torture' : 'Общественный интерес; документирование пыток';
	const restrictions =
		language === 'en' ? 'Faces of victims are not to be published' : 'Лица потерпевших не публиковать';
	const words = hashOfWords({ qualification, legalBasis, restrictions }, hash('salt'));
	const leaves = choices && {
		...choices,
		salt: hash('salt'),
		recipient,
		purpose,
		items: hashOf(items.map(({ id }) => id)),
		...(bound && words !== undefined && { words }),
	};
	const begun = { ...inCase, report: id('report'), ...(leaves && { what: hashOfLeaves(leaves) }) };
	before?.(archive, begun.what ?? '');
	for (const item of items) archive.append('report.begun', lead, { ...begun, item: item.id }, ofItem(item.id));
	archive.append(
		'report.begun',
		lead,
		begun,
		ofCase({
			items: items.map((item) => item.id),
			purpose: 'Transfer to a prosecutor',
			...(leaves && { leaves: leaves as Json }),
			...told,
		}),
	);
	for (const item of items) item.entries = archive.history('item', item.id).map((index) => archive.disclosed(index));
	const input: ReportInput = {
		id: id('report'),
		issued: '2026-03-02T09:30:00.000Z',
		language,
		issuer: lead.sign,
		software: { version: '0.1.0', commit: '0443a512bcd' },
		purpose: language === 'en' ? 'Transfer to a prosecutor' : 'Передача прокурору',
		authority: null,
		recipient:
			language === 'en' ? 'Office of the prosecutor, war crimes unit' : 'Прокуратура, отдел по расследованию пыток',
		redactions: [],
		choices,
		supersedes: null,
		qualification,
		seal: null,
		case: {
			id: CASE,
			title: 'A transit prison',
			prefix: 'GUL',
			legalBasis,
			consent: null,
			restrictions,
			victimProtection: null,
			details: {},
			entries: archive.history('case', CASE).map((index) => archive.disclosed(index)),
		},
		log: {
			vkey: archive.vkey,
			checkpoint: archive.checkpoint(),
			growth: [],
			founding: archive.entry(0),
			enrolments: enrolments.map((index) => archive.entry(index)),
		},
		items,
	};
	change?.(input, archive);
	return { archive, input };
}

/** Writes and finishes a bag in a folder, as a client would: begun, written, signed in the log, closed. */
export function bagOf(dir: string, options: StoryOptions = {}): Promise<Told> {
	return bagInto(bagFolderSink(dir), options);
}

/** The same into any sink; of what was `told` already, if it was. */
export async function bagInto(sink: BagSink, options: StoryOptions = {}, told = tell(options)): Promise<Told> {
	const { archive, input } = told;
	const signer = selfMadeSigner(people.lead.seed, people.lead.sign);
	input.seal = sealOf(signer);
	const unsigned = await writeBag(sink, input, await reportAssets(), signer);
	const before = archive.tree.size;
	const index = archive.append(
		'report.signed',
		people.lead,
		{ ...inCase, report: input.id, ...unsigned.hashes },
		{ subject: { kind: 'case', id: CASE } },
	);
	await finishBag(sink, unsigned, {
		signedEntry: archive.entry(index),
		consistency: await archive.growth(before),
		note: signReportNote(input.id, unsigned.hashes, people.lead.sign, people.lead.seed),
	});
	return { archive, input };
}
