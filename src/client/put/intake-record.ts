import { z } from 'zod';
import type { Json } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { canBe } from './written-time.ts';

/** How a record says so. */
export const NOT_KNOWN = 'not known';
/** How sure somebody is of a claim. */
export const confidences = ['certain', 'probable', 'possible', 'doubtful'] as const;
const Text = z.string().trim().min(1).max(4000);

/** Something somebody says: as it is said, or with what it rests on and how sure it is. */
const Claim = z.union([
	Text,
	z.strictObject({
		claim: Text,
		basis: Text.optional(),
		confidence: z.enum(confidences).optional(),
	}),
]);
/** An instant or a day; YAML may have made a date of it, but what was written is kept. */
const When = z
	.union([Claim, z.date().transform((date) => date.toISOString().replace(/T00:00:00\.000Z$/, ''))])
	.refine((when) => canBe(typeof when === 'string' ? when : when.claim));
const Day = Text.refine(canBe);

/** One who had it before: nothing here should name a source. */
const Handler = z.union([
	Text,
	z.strictObject({ who: Text, from: Day.optional(), to: Day.optional(), how: Text.optional() }),
]);

const fields = {
	/** When the delivery came into the depositor's hands. */
	receivedWhen: When,
	/** How: handed over, found, sent; on what medium. */
	receivedHow: Claim,
	/** By whom it was recorded, as far as it may be said. */
	recordedBy: Claim,
	recordedWhen: When,
	recordedWhere: Claim,
	/** In what conditions: openly or not, on duty, by an unattended camera. */
	recordedConditions: Claim,
	/** Make, model, serial number, clock error. */
	device: Claim,
	priorHandlers: z.union([Text, z.array(Handler).max(50)]),
} as const;
/** The questions of a record, in their order. */
export const recordQuestions = Object.keys(fields) as (keyof typeof fields)[];

const Written = z
	.strictObject({ ...fields, notKnown: z.array(Text).max(50), restrictions: Text, notes: Text })
	.partial();

/** What is said about a delivery, ready to be sealed: every field there, the unknown ones said to be unknown. */
export type IntakeRecord = { readonly [name: string]: Json };

/** A record with fields that are unknown, not filled in rightly, or a date that cannot be. */
export class WrongRecord extends CustosError {
	/** Their names. */
	readonly fields: readonly string[];

	constructor(fields: readonly string[]) {
		super(
			'bad-request',
			`the intake record has a field that is unknown, not filled in rightly, or a date that cannot be: ${fields.join('; ')}`,
		);
		this.fields = fields;
	}
}

/** The record of a delivery nobody wrote anything about. */
export function unwrittenRecord(): IntakeRecord {
	return complete({});
}

/** A record from what somebody filled in; fields may be missing. Throws `bad-request` naming the fields that are wrong. */
export function intakeRecord(filledIn: unknown): IntakeRecord {
	const parsed = Written.safeParse(filledIn ?? {});
	if (!parsed.success) {
		const where = parsed.error.issues.map((issue) =>
			[...issue.path, issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '']
				.filter((one) => one !== '')
				.join('.'),
		);
		throw new WrongRecord([...new Set(where)]);
	}
	return complete(parsed.data);
}

function complete(written: z.infer<typeof Written>): IntakeRecord {
	const said: { [name: string]: Json } = {};
	for (const name of recordQuestions) said[name] = asJson(written[name] ?? NOT_KNOWN);
	const unknown = recordQuestions.filter((name) => said[name] === NOT_KNOWN);
	said['notKnown'] = [...unknown, ...(written.notKnown ?? [])];
	if (written.restrictions !== undefined) said['restrictions'] = written.restrictions;
	if (written.notes !== undefined) said['notes'] = written.notes;
	return said;
}

/** Without the undefined that optional fields leave. */
function asJson(value: unknown): Json {
	return JSON.parse(JSON.stringify(value)) as Json;
}
