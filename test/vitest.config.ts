import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

// `npm test` gives a pipe on descriptor 3 to this process alone: programs that tests start must not look for it.
delete process.env['CUSTOS_PARENT_FD'];

/** How long is waited for what must come about: on a loaded machine a second is nothing. */
const expect = { poll: { timeout: 20_000 } };

/** `unit` needs nothing but Node; `system` runs on a real PostgreSQL, real ffmpeg and real processes; `browser` in a real Chromium. */
export default defineConfig({
	root,
	test: {
		setupFiles: [`${root}test/no-console.ts`],
		maxWorkers: 2,
		unstubEnvs: true,
		restoreMocks: true,
		projects: [
			{
				test: {
					name: 'unit',
					include: ['test/{unit,vectors,contract}/**/*.test.ts', 'test/architecture.test.ts'],
					testTimeout: 20_000,
					hookTimeout: 60_000,
				},
			},
			{
				test: {
					name: 'system',
					include: ['test/{system,attack}/**/*.test.ts'],
					globalSetup: [`${root}test/system/postgres-setup.ts`, `${root}test/system/web-setup.ts`],
					expect,
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			{
				test: {
					name: 'browser',
					include: ['test/browser/**/*.test.ts'],
					globalSetup: [`${root}test/system/postgres-setup.ts`, `${root}test/system/web-setup.ts`],
					expect,
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
		],
	},
});
