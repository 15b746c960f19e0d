import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { type IntakeRecord, intakeRecord, WrongRecord } from '../../client/put/intake-record.ts';
import { fromSystem } from '../failure.ts';
import type { Messages } from '../messages.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

/** Reads a record. Throws what is wrong with it, naming the file and the field. */
export async function readIntakeRecord(path: string, t: Messages): Promise<IntakeRecord> {
	let source: string;
	try {
		source = await readFile(path, 'utf8');
	} catch (cause) {
		const { code, message } = fromSystem(cause, t);
		throw new Told(code, t.put.recordUnreadable(message), { cause });
	}
	return parseIntakeRecord(source, printable(path), t);
}

/** The same from YAML text. */
function parseIntakeRecord(source: string, path: string, { put }: Messages): IntakeRecord {
	let value: unknown;
	try {
		value = parse(source, { maxAliasCount: 0, logLevel: 'error' });
	} catch (cause) {
		const line = cause instanceof YAMLParseError ? cause.linePos?.[0].line : undefined;
		throw wrongUsage(put.recordNotYaml(path, line));
	}
	if (value === null || value === undefined) throw wrongUsage(put.recordEmpty(path));
	if (typeof value !== 'object' || Array.isArray(value)) throw wrongUsage(put.recordNotYaml(path, undefined));
	if (Object.keys(value).length === 0) throw wrongUsage(put.recordEmpty(path));
	try {
		return intakeRecord(value);
	} catch (error) {
		throw error instanceof WrongRecord ? wrongUsage(put.recordFields(path, error.fields.join('; '))) : error;
	}
}

/** A record to fill in. */
export const exampleIntake = `# Intake record: what is known of one delivery. It is sealed to the case; a report can disclose it.
# Leave out what is not known, or write "not known": the report then says so, which is worth more than a guess.
# Never write who the source is.

receivedWhen: 2026-03-14 21:40 +03:00
receivedHow: On an external disk, handed over in person; the disk was sealed in a bag afterwards.

# Each of these may also say what it rests on, and how sure it is (certain, probable, possible, doubtful).
recordedBy:
  claim: A fixed camera of the corridor system
  basis: The picture shows the number of the camera
  confidence: probable
recordedWhen: not known
recordedWhere: not known
recordedConditions: By an unattended camera, without the knowledge of those who are seen.

# Make, model, serial number; how wrong its clock was.
device: not known

# Who had it before, in order, without names.
priorHandlers:
  - who: A person with access to the recorder
    how: Copied the files to the disk
  - who: A courier
    from: 2026-03-12
    to: 2026-03-14

# What else is not known.
notKnown:
  - Whether files were left out when the disk was filled

restrictions: Faces of people deprived of liberty are not to be shown.
notes: The file times are those of the disk.
`;
