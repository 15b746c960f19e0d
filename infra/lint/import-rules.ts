import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Folder → the folders its modules may import besides itself. What is not listed may import nothing of ours. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	'src/domain': [],
	'src/db': ['src/domain'],
	'src/store': ['src/domain'],
	'src/app': ['src/domain', 'src/db', 'src/store'],
	'src/api': ['src/app', 'src/domain'],
	'src/client': ['src/domain'],
	'src/report': ['src/client', 'src/domain'],
	'src/web': ['src/client', 'src/domain', 'src/report'],
	'src/cli': ['src/client', 'src/domain', 'src/report'],
	'src/entry': ['src', 'workers', 'infra/embedded'],
	'workers/notary': ['src/app', 'src/db', 'src/store', 'src/domain', 'infra/embedded'],
	'workers/audit': ['src/app', 'src/db', 'src/store', 'src/domain', 'infra/embedded', 'workers/notary'],
	'workers/backup': [
		'src/app',
		'src/db',
		'src/store',
		'src/domain',
		'infra/embedded',
		'workers/notary',
		'workers/audit',
	],
	'workers/copies': ['src/app', 'src/db', 'src/store', 'src/client', 'src/domain', 'workers/audit', 'workers/backup'],
	'workers/media': ['src/client', 'src/domain', 'infra/embedded'],
	'workers/witness': ['src/domain', 'infra/embedded', 'workers/notary'],
	'infra/embedded': ['src/domain'],
	'infra/bin': [],
	'infra/lint': [],
};

/** What encrypts, signs, hashes or reads certificates, be it a package or Node's own. */
const cryptography =
	'(^|/)node_modules/(@noble/|@scure/|age-encryption/|tweetnacl/|libsodium|hash-wasm/|pkijs/|asn1js/|shamir-secret-sharing/)|^(node:)?crypto$';

const ours = '^(src|workers|infra|test)/';

function folders(names: readonly string[]): string {
	return `^(${names.join('|')})/`;
}

/** Who may import whom, for dependency-cruiser; infra/decisions/0012-import-rules.md says why. */
export const importRules: readonly IForbiddenRuleType[] = [
	...Object.entries(mayImport).map(
		([folder, others]): IForbiddenRuleType => ({
			name: `${folder} imports ${others.join(', ') || 'nothing of ours'}`,
			severity: 'error',
			from: { path: folders([folder]) },
			to: { path: ours, pathNot: folders([folder, ...others]) },
		}),
	),
	{
		name: 'every folder has a rule',
		severity: 'error',
		from: { path: '^(src|workers|infra)/', pathNot: folders(Object.keys(mayImport)) },
		to: {},
	},
	{
		name: 'the verifier depends on the domain alone',
		severity: 'error',
		from: { path: '^src/report/verify/' },
		to: { path: ours, pathNot: '^src/(report/verify|domain)/' },
	},
	{
		// The room's build lists the hashes of what it built, and `put` names a lock by a hash of the path: no key, nothing of a case.
		name: 'review room and command line bring no cryptography of their own',
		severity: 'error',
		from: { path: '^src/(web|cli)/', pathNot: '^src/(web/vite\\.config|cli/put/alone)\\.ts$' },
		// A type brings no code.
		to: { path: cryptography, dependencyTypesNot: ['type-only'] },
	},
	{
		name: 'the API reaches nothing that only Node has',
		severity: 'error',
		from: { path: '^src/api/' },
		to: { path: '^src/(db/(connect|migrate)|store/(files|s3)|domain/platform/node)', reachable: true },
	},
	{
		name: 'ffmpeg’s command line is composed in one module',
		severity: 'error',
		from: { pathNot: '^workers/media/ffmpeg\\.ts$' },
		to: { path: 'node_modules/(@types/)?fluent-ffmpeg/' },
	},
	{ name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
	{
		name: 'every import is found',
		severity: 'error',
		from: {},
		// What the build of the review room makes while it runs.
		to: { couldNotResolve: true, pathNot: '^custos:(verify-page|recovery-page|recovery-commands)$' },
	},
];
