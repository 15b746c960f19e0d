/**
 * The header that has a browser save a body under a name (RFC 6266). Any name may be given: outside ASCII it goes as RFC
 * 8187 writes it, and nothing in it ends the header or its quotes.
 */
export function attachment(name: string): string {
	const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/gu, '_');
	if (plain === name) return `attachment; filename="${name}"`;
	const whole = encodeURIComponent(name.toWellFormed()).replaceAll(
		/['()*]/g,
		(one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
