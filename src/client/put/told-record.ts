import { canonical, type Json } from '../../domain/canonical.ts';
import { readDetail } from '../case/sealed-fields.ts';
import type { OpenCase } from '../cases.ts';
import type { ItemEntries } from '../open-item.ts';
import { confidences, NOT_KNOWN, recordQuestions } from './intake-record.ts';

export type Confidence = (typeof confidences)[number];

/** One thing that a record says. */
export interface Saying {
	text: string;
	/** What it rests on. */
	basis: string | undefined;
	confidence: Confidence | undefined;
}

/** One field of a record, by its name there. */
export interface ToldField {
	name: string;
	/** In the order they were written; empty: it is not known. */
	sayings: Saying[];
}

/**
 * An intake record as it can be read out: every question, those it is silent about too, then what else is not known,
 * restrictions, notes, and whatever another program may have written. `fields` are from a proven entry, of any shape.
 */
export function toldRecord(fields: { readonly [name: string]: unknown }): ToldField[] {
	const questions: readonly string[] = recordQuestions;
	const told = [...questions, 'restrictions', 'notes'].map((name) => ({ name, sayings: sayings(fields[name]) }));
	const others = Object.keys(fields)
		.filter((name) => name !== 'notKnown' && told.every((one) => one.name !== name))
		.sort()
		.map((name) => ({ name, sayings: sayings(fields[name]) }));
	// Questions it names again as not known are told already.
	const notKnown = sayings(fields['notKnown']).filter((one) => !questions.includes(one.text));
	return [...told, ...others, { name: 'notKnown', sayings: notKnown }].filter(
		({ name, sayings: said }) => questions.includes(name) || said.length > 0,
	);
}

/**
 * The record of the delivery that an item came with; undefined where it does not open: it is sealed to the case that
 * received the item, and is not passed on with it.
 */
export function recordOfItem(open: OpenCase, item: ItemEntries): { readonly [name: string]: Json } | undefined {
	return open.id === item.case ? readDetail(open, item.intake)?.fields : undefined;
}

function sayings(value: unknown): Saying[] {
	if (value === undefined || value === null || value === '' || value === NOT_KNOWN) return [];
	if (Array.isArray(value)) return value.flatMap(sayings);
	if (typeof value === 'string') return [{ text: value, basis: undefined, confidence: undefined }];
	if (typeof value !== 'object') return [{ text: String(value), basis: undefined, confidence: undefined }];
	const said = value as { readonly [name: string]: unknown };
	const confidence = confidences.find((one) => one === said['confidence']);
	if (typeof said['claim'] === 'string') return [{ text: said['claim'], basis: textIn(said['basis']), confidence }];
	if (typeof said['who'] === 'string') {
		const period = [textIn(said['from']), textIn(said['to'])].filter(Boolean).join(' – ');
		const text = [said['who'], period, textIn(said['how'])].filter(Boolean).join(', ');
		return [{ text, basis: undefined, confidence: undefined }];
	}
	return [{ text: canonical(value as Json), basis: undefined, confidence: undefined }];
}

function textIn(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
