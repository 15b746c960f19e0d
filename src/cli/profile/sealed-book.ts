import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Identity } from '../../client/identity.ts';
import { fromHex, text, utf8 } from '../../domain/bytes.ts';
import { openSealed, sealTo } from '../../domain/envelope/sealed-box.ts';
import { CustosError } from '../../domain/errors.ts';
import { replace } from './durable-file.ts';

/** A small file of private notes, sealed to its owner's own key, so that a found disk names nobody. */
export interface SealedBook<T> {
	read(identity: Identity): Promise<T>;
	/** Changes it in place; the change gets the newest content. */
	change(identity: Identity, change: (content: T) => T): Promise<void>;
}

/** `name` is the file's and is bound into the seal. */
export function sealedBook<S extends z.ZodType>(
	folder: string,
	name: string,
	schema: S,
	empty: z.infer<S>,
): SealedBook<z.infer<S>> {
	const path = join(folder, `${name}.sealed`);
	const context = { what: name, purpose: 'notes to oneself', generation: 1 };
	const read = async (identity: Identity): Promise<z.infer<S>> => {
		const sealed = await readFile(path).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});
		if (sealed === undefined) return empty;
		const parsed = schema.safeParse(JSON.parse(text(openSealed(identity.box, new Uint8Array(sealed), context))));
		if (!parsed.success) throw new CustosError('damaged', `the file ${name}.sealed of your folder is malformed`);
		return parsed.data;
	};
	return {
		read,
		async change(identity, change) {
			const changed = change(await read(identity));
			await replace(path, sealTo(fromHex(identity.keys.box), context, utf8(JSON.stringify(changed))));
		},
	};
}
