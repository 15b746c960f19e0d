import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { nodeIsPinned, pinnedNode, postgresFolder, postgresLinks, whatIsMissing } from './installed.mjs';
import { giveUp, say } from './say.mjs';
import { endTurn, takeTurn, turnOf } from './turn.mjs';

/**
 * Makes `node_modules` what package-lock.json describes, with Node 24 and PostgreSQL ready to run; costs a few
 * milliseconds when it is. Packages' install scripts are not run: the two things Custos needs of them (the Node
 * binary, PostgreSQL's library links) are done here.
 */
export function ensureDependencies(root, { dev }) {
	if (isWhole(root, dev) || !writable(root)) return complete(root, dev);
	takeTurn(root);
	complete(root, dev);
	endTurn();
}

/** Nothing is left to do, and nobody is at it. */
function isWhole(root, dev) {
	const there = (path) => existsSync(join(root, 'node_modules', path));
	return !existsSync(turnOf(root)) && there('node/bin/node') && there('.bin/node') && !whatIsMissing(root, { dev });
}

function complete(root, dev) {
	const missing = whatIsMissing(root, { dev });
	if (missing) install(root, missing);
	ensurePostgresLinks(root);
	if (!existsSync(join(root, 'node_modules/node/bin/node'))) fetchNode(root);
	const link = join(root, 'node_modules/.bin/node');
	if (!existsSync(link)) symlinkSync('../node/bin/node', link);
}

function install(root, reason) {
	if (!writable(root)) giveUp(`${reason}, and ${root} is not yours to write to. Its owner must run: npm ci`);
	say(`${reason}; running npm ci (once, about half a minute)`);
	const common = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	const ci = npm(root, ['ci', ...common]);
	if (ci === 0) return;
	// A registry that does not serve other platforms' optional packages makes `npm ci` call the lock incomplete.
	say('npm ci failed; trying npm install with the versions of package-lock.json');
	if (npm(root, ['install', '--no-save', ...common]) === 0 && !whatIsMissing(root, { dev: true })) return;
	giveUp('the dependencies could not be installed; npm says why above.');
}

/** The package `node` is a stub whose install script fetches the binary for this machine. */
function fetchNode(root) {
	if (!pinnedNode[process.arch]) giveUp(`there is no pinned Node for ${process.arch}; x64 and arm64 are supported.`);
	const folder = join(root, 'node_modules/node');
	if (!writable(folder)) giveUp(`Node 24 is not installed and ${folder} is not yours to write to.`);
	say(`fetching Node ${pinnedNode.version}`);
	const result = spawnSync(outerNode(root), ['installArchSpecificPackage.js'], {
		cwd: folder,
		env: { ...npmEnvironment(root), npm_config_ignore_scripts: 'true', npm_config_loglevel: 'error' },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	if (result.status !== 0) giveUp('Node 24 could not be fetched; npm says why above.');
	if (nodeIsPinned(root)) return;
	rmSync(join(folder, 'bin'), { recursive: true, force: true });
	giveUp('the Node that was fetched is not the pinned one (its SHA-256 differs); it was removed.');
}

function ensurePostgresLinks(root) {
	const folder = postgresFolder(root);
	if (!folder) giveUp(`there is no PostgreSQL package for linux-${process.arch} in node_modules.`);
	for (const { source, target } of postgresLinks(folder)) {
		const link = join(folder, target);
		if (existsSync(link)) continue;
		mkdirSync(dirname(link), { recursive: true });
		symlinkSync(basename(source), link);
	}
}

function npm(root, args) {
	const script = process.env.npm_execpath;
	const [command, first] = script?.endsWith('npm-cli.js') ? [outerNode(root), [script]] : ['npm', []];
	// npm's stdout goes to our stderr: `custos` may be writing data on stdout.
	const result = spawnSync(command, [...first, ...args], { cwd: root, env: npmEnvironment(root), stdio: [0, 2, 2] });
	if (result.error) giveUp(`npm could not be run (${result.error.code}); it comes with Node.`);
	return result.status;
}

/** The Node that will still be there while node_modules is replaced. */
function outerNode(root) {
	return process.execPath.startsWith(join(root, 'node_modules')) ? 'node' : process.execPath;
}

function npmEnvironment(root) {
	const env = { ...process.env };
	const own = join(root, 'node_modules');
	env.PATH = (env.PATH ?? '')
		.split(delimiter)
		.filter((entry) => !entry.startsWith(own))
		.join(delimiter);
	// What the npm that started us chose for itself is not meant for the one we start.
	for (const name of Object.keys(env)) {
		if (/^npm_(lifecycle|package|command|node_execpath|execpath)/.test(name)) delete env[name];
	}
	if (!writable(homedir())) env.npm_config_cache = temporaryCache();
	return env;
}

let cache;

/** For a person without a home of their own. */
function temporaryCache() {
	if (!cache) {
		cache = mkdtempSync(join(tmpdir(), 'custos-npm-'));
		process.on('exit', () => rmSync(cache, { recursive: true, force: true }));
	}
	return cache;
}

function writable(path) {
	try {
		accessSync(path, constants.W_OK);
		return true;
	} catch {
		return false;
	}
}
