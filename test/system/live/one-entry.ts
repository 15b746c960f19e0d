import type { Connection } from '../../../src/client/connection.ts';
import { submit } from '../../../src/client/submit.ts';
import { newId } from '../../../src/domain/ids.ts';
import { platform } from '../../../src/domain/platform/node.ts';

/** Makes one entry of the archive's own, by a steward. Resolves with its index. */
export async function makeInvite(steward: Connection): Promise<number> {
	const fields = { invite: newId(platform.randomBytes), role: 'member' as const };
	const [made] = await submit(steward, [{ type: 'person.invited', fields }]);
	if (made === undefined) throw new Error('there is no receipt');
	return made.index;
}
