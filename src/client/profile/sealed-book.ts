import type { z } from 'zod';
import { fromHex, text, utf8 } from '../../domain/bytes.ts';
import { openSealed, sealTo } from '../../domain/envelope/sealed-box.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Identity } from '../identity.ts';
import type { ProfileFiles } from './profile-files.ts';

/** A small file of private notes, sealed to its owner's own key, so that a found disk names nobody. */
export interface SealedBook<T> {
	read(identity: Identity): Promise<T>;
	/** Changes it in place; the change gets the newest content. */
	change(identity: Identity, change: (content: T) => T): Promise<void>;
	/** Puts this in its place, whatever it was: begun at once, for a page that is about to go. Takes no secret. */
	write(identity: Identity, content: T): Promise<void>;
}

/** `name` is the file's and is bound into the seal. */
export function sealedBook<S extends z.ZodType>(
	files: ProfileFiles,
	name: string,
	schema: S,
	empty: z.infer<S>,
): SealedBook<z.infer<S>> {
	const file = `${name}.sealed`;
	const context = { what: name, purpose: 'notes to oneself', generation: 1 };
	const read = async (identity: Identity): Promise<z.infer<S>> => {
		const sealed = await files.read(file);
		if (sealed === undefined) return empty;
		const parsed = schema.safeParse(JSON.parse(text(openSealed(identity.box, sealed, context))));
		if (!parsed.success) throw new CustosError('damaged', `the file ${file} of your folder is malformed`);
		return parsed.data;
	};
	const write = (identity: Identity, content: z.infer<S>): Promise<void> =>
		files.replace(file, sealTo(fromHex(identity.keys.box), context, utf8(JSON.stringify(content))));
	return {
		read,
		write,
		async change(identity, change) {
			await write(identity, change(await read(identity)));
		},
	};
}
