import { format } from 'node:util';
import { afterEach, expect } from 'vitest';

/** A test that prints is a test that fails: what Custos says, it says through the log it was given. */
const printed: string[] = [];
for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
	console[method] = (...args: unknown[]) => {
		printed.push(`console.${method}: ${format(...args)}`);
	};
}

afterEach(() => {
	expect(printed.splice(0), 'this test wrote to the console').toEqual([]);
});
