import { z } from 'zod';
import { platform } from '#platform';
import { fromHex, toHex } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { Hex32, Id, Time } from '../ids.ts';
import { formatKey, openNote, parseKey, signNote } from './note.ts';

/**
 * What a recipient says of a report they were given: a signed note (C2SP signed-note) under a key of their own, made on the
 * spot. Nobody vouches for whose key it is but the person who saw it given.
 */
export const Acknowledged = z.strictObject({
	report: Id,
	/** Of the log key, as the bag names it: 32 hexadecimal digits. */
	log: z.string().regex(/^[0-9a-f]{32}$/),
	/** SHA-256 of the three files that the report stands on. */
	json: Hex32,
	pdf: Hex32,
	manifest: Hex32,
	/** What their verifier said: with the log key from elsewhere, or without it. */
	result: z.enum(['confirmed', 'consistent']),
	/** By their clock. */
	time: Time,
	/** Who they say they are, in one line; empty: nothing. */
	by: z
		.string()
		.max(200)
		.regex(/^[^\p{C}]*$/u),
});
export type Acknowledged = z.infer<typeof Acknowledged>;

/** Longest text of one, in characters. */
const LONGEST = 4000;
const PATTERN =
	/^custos acknowledgement v1\nreport (.*)\nlog (.*)\n(.*) {2}data\/report\.json\n(.*) {2}data\/report\.pdf\n(.*) {2}manifest-sha256\.txt\nresult (.*)\ntime (.*)\nkey (.*)\nby (.*)\n$/;

/** The note, signed with this Ed25519 seed. */
export function signAcknowledgement(said: Acknowledged, seed: Uint8Array): string {
	const { report, log, json, pdf, manifest, result, time, by } = Acknowledged.parse(said);
	const key = toHex(platform.ed25519Public(seed));
	const lines = [
		'custos acknowledgement v1',
		`report ${report}`,
		`log ${log}`,
		`${json}  data/report.json`,
		`${pdf}  data/report.pdf`,
		`${manifest}  manifest-sha256.txt`,
		`result ${result}`,
		`time ${time}`,
		`key ${formatKey(nameOf(key), fromHex(key))}`,
		`by ${by}`,
		'',
	];
	return signNote(lines.join('\n'), nameOf(key), seed);
}

/** What a note says, and the key that signed it. Throws `bad-proof` for anything else, `bad-key`. */
export function openAcknowledgement(note: string): Acknowledged & { key: Hex32 } {
	const bad = (cause?: unknown): CustosError =>
		new CustosError('bad-proof', 'this is not a signed acknowledgement of a report', { cause });
	const body = note.slice(0, note.lastIndexOf('\n\n') + 1);
	const match = note.length > LONGEST ? null : PATTERN.exec(body);
	if (match === null) throw bad();
	const [, report, log, json, pdf, manifest, result, time, vkey, by] = match as unknown as string[];
	const key = parseKey(vkey ?? '');
	const hex = toHex(key.publicKey);
	if (key.name !== nameOf(hex) || openNote(note, key) !== body) throw bad();
	const said = Acknowledged.safeParse({ report, log, json, pdf, manifest, result, time, by });
	if (!said.success) throw bad(said.error);
	return { ...said.data, key: hex };
}

/** The name under which a recipient signs: only the beginning of their key. */
function nameOf(key: string): string {
	return `custos-recipient/${key.slice(0, 16)}`;
}
