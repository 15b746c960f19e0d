import type { Context, Person } from '../app/context.ts';

/** What routes find in their context. */
export interface ApiEnv {
	Variables: {
		app: Context;
		person: Person;
		/** A line that brings nothing of a body for so long is dead, though nobody said so. */
		silentMs: number;
	};
}
