import { createHash } from 'node:crypto';

/**
 * One page with its script and styles in it, and rules that allow these two by their hashes and nothing else: no
 * connection, no other code, no frame, no form. `template` holds the three names below once each.
 */
export function oneFile(template: string, parts: { script: string; style: string }): string {
	// Neither may end its own element early; both are written so in strings and expressions alone.
	const script = parts.script.trim().replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
	const style = parts.style.trim();
	if (/<\/style/i.test(style)) throw new Error('the styles end their own element');
	const hash = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
	const rules = [
		"default-src 'none'",
		`script-src ${hash(script)}`,
		`style-src ${hash(style)}`,
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	].join('; ');
	return template
		.replace('CUSTOS_RULES', () => rules)
		.replace('/* CUSTOS_STYLE */', () => style)
		.replace('/* CUSTOS_SCRIPT */', () => script);
}
