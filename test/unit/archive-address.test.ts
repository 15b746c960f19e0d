import { expect, test } from 'vitest';
import { createHttp } from '../../src/client/http.ts';

test('what is no address of an archive is said to be none, not that it does not answer', () => {
	for (const wrong of ['', 'ftp://x', 'archive.example', 'http://', 'https:///', 'http://a b', 'javascript:alert(1)'])
		expect(() => createHttp(wrong), wrong).toThrow('the address of an archive is like http');
	for (const right of ['http://127.0.0.1:8787', 'https://archive.example/', 'HTTPS://archive.example'])
		expect(() => createHttp(right), right).not.toThrow();
});
