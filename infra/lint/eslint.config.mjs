import tseslint from 'typescript-eslint';

/** Only what needs types and what Biome cannot see: a promise nobody waits for is custody that may be lost. */
export default [
	{
		files: ['src/**/*.{ts,tsx}', 'workers/**/*.ts', 'infra/**/*.ts', 'test/**/*.ts'],
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { project: './tsconfig.json', tsconfigRootDir: new URL('../..', import.meta.url).pathname },
		},
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		plugins: { '@typescript-eslint': tseslint.plugin },
		rules: {
			'@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
			'@typescript-eslint/no-misused-promises': 'error',
		},
	},
];
