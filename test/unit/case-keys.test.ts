import { expect, test } from 'vitest';
import { grantContext, previousContext } from '../../src/client/case-keys.ts';
import { toBase64, toHex } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { newId } from '../../src/domain/ids.ts';
import { MAX_GRANTS, MAX_STATEMENT, parseStatementText } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';

const random = () => toHex(platform.randomBytes(32));
const point = () => toHex(platform.x25519Public(platform.randomBytes(32)));

/** With everything in it that a statement of this type may have, at its longest. */
function rekeyed(grants: number): string {
	const id = newId(platform.randomBytes);
	const generation = 1_000_000;
	const secret = platform.randomBytes(32);
	const to = platform.x25519Public(platform.randomBytes(32));
	return canonical({
		v: 1,
		type: 'case.rekeyed',
		id,
		origin: `custos/${'f'.repeat(193)}`,
		actor: random(),
		time: '2026-11-21T02:00:00.000Z',
		seen: { size: Number.MAX_SAFE_INTEGER, root: random() },
		detail: { root: random(), sealed: random() },
		case: id,
		generation,
		key: point(),
		previous: toBase64(sealTo(to, previousContext(id, generation), secret)),
		grants: Array.from({ length: grants }, () => ({
			person: random(),
			grant: toBase64(sealTo(to, grantContext(id, generation), secret)),
		})),
	} as unknown as Json);
}

test('as many grants as a new key may have fit in its statement', () => {
	const source = rekeyed(MAX_GRANTS);
	expect(source.length).toBeLessThan(MAX_STATEMENT);
	expect(parseStatementText(source, source.length)).toMatchObject({ type: 'case.rekeyed' });
	const more = rekeyed(MAX_GRANTS + 1);
	expect(() => parseStatementText(more, more.length)).toThrow(expect.objectContaining({ code: 'bad-request' }));
});
