import type { KeyState } from '../client/case/key-state.ts';
import { lacksKey } from '../client/case-keys.ts';
import type { OpenCase } from '../client/cases.ts';
import type { Rekeyed } from '../client/rekey.ts';
import { CustosError } from '../domain/errors.ts';
import type { Hex32 } from '../domain/ids.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';
import { printable } from './words.ts';

/** Says what is to be done about a case's key, if anything. */
export function sayKeyState(
	context: Context,
	open: OpenCase,
	{ outsiders, lacking }: KeyState,
	nameOf: Names,
	mended: readonly Hex32[] = [],
): void {
	const { keys } = context.t;
	for (const person of mended) context.out(keys.mended(nameOf(person)));
	for (const person of lacking) context.out(keys.lacking(nameOf(person)));
	if (lacksKey(open)) context.out(keys.youLack(open.prefix));
	if (open.role === 'lead')
		for (const { person, why } of outsiders) context.out(keys[why](nameOf(person), open.prefix));
}

/** Says what became of the case's key after somebody was put out; ends with 1 where it got no new one. */
export function sayRekeyed(context: Context, open: OpenCase, said: Rekeyed | CustosError): void {
	const { keys } = context.t;
	if (said instanceof CustosError) {
		context.say(keys.notRekeyed(said.message, open.prefix));
		context.exit(1);
	} else context.out(keys.rekeyed(printable(open.title), said.generation, said.given));
	context.out(keys.notUndone);
}
