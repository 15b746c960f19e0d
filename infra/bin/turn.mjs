import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './say.mjs';

const LOOK_MS = 200;
let held;

/** Names the process that is installing in this checkout. */
export function turnOf(root) {
	return join(root, '.custos-installing');
}

/** Waits until no other command installs here: two at once would take each other's files away. Ends with the process at the latest. */
export function takeTurn(root) {
	const path = turnOf(root);
	for (let told = false; !isTaken(path); told = true) {
		if (!told) say('another command installs the dependencies here; waiting for it');
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
	}
	held = path;
	process.on('exit', endTurn);
}

export function endTurn() {
	if (held !== undefined) rmSync(held, { force: true });
	held = undefined;
}

/** True if it is ours now. What a process that died has left is taken away. */
function isTaken(path) {
	const own = `${path}-${process.pid}`;
	writeFileSync(own, String(process.pid));
	try {
		// There at once with what it says.
		linkSync(own, path);
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
	} finally {
		rmSync(own);
	}
	if (!isAlive(path)) rmSync(path, { force: true });
	return false;
}

function isAlive(path) {
	try {
		process.kill(Number(readFileSync(path, 'utf8')), 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
