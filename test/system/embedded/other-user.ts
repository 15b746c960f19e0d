import { spawnSync } from 'node:child_process';

/** Ids that belong to nobody. */
export const otherUser = { uid: 65_534, gid: 65_534 };

const node = spawnSync(process.execPath, ['--version'], { ...otherUser, cwd: '/', stdio: 'ignore' });

if (process.env['CI'] !== undefined && process.getuid?.() === 0 && node.status !== 0)
	throw new Error('under CI nothing is skipped: check a copy that other users can reach, as .ci/run does');

/** True where a test can act as another user: run by root, from a checkout that others can reach. */
export const canActAsOther = process.getuid?.() === 0 && node.status === 0;
