import type { Context, Person } from '../app/context.ts';

/** What routes find in their context. */
export interface ApiEnv {
	Variables: { app: Context; person: Person };
}
