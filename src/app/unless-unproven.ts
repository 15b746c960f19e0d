import { z } from 'zod';
import { isCustosError } from '../domain/errors.ts';

/** What is no proof, whatever is wrong with it, proves nothing; what could not be asked now is asked again. */
export async function unlessUnproven<T>(prove: () => Promise<T>): Promise<T | undefined> {
	try {
		return await prove();
	} catch (error) {
		const malformed = error instanceof z.ZodError || error instanceof SyntaxError;
		if (malformed || (isCustosError(error) && error.code !== 'unavailable')) return undefined;
		throw error;
	}
}
