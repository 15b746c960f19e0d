import { expect, test } from 'vitest';
import { attachment } from '../../src/web/parts/attachment.ts';

test.each([
	['custody-report-2026-01-02.zip', 'attachment; filename="custody-report-2026-01-02.zip"'],
	['a b;c.txt', 'attachment; filename="a b;c.txt"'],
	['a"; filename="b.exe', `attachment; filename="a_; filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`],
	['a\r\nset-cookie: b', `attachment; filename="a__set-cookie: b"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20b`],
	['до (1)*.txt', `attachment; filename="__ (1)*.txt"; filename*=UTF-8''%D0%B4%D0%BE%20%281%29%2A.txt`],
	["it's 100%", `attachment; filename="it's 100_"; filename*=UTF-8''it%27s%20100%25`],
	['\ud83d.txt', `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
])('%j is saved under its name, whatever is in it', (name, header) => {
	expect(attachment(name)).toBe(header);
	expect(() => new Headers({ 'content-disposition': attachment(name) })).not.toThrow();
});
