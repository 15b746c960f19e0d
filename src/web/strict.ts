/** The part of Trusted Types used here; the compiler's own library does not have it yet. */
interface PolicyFactory {
	createPolicy(
		name: string,
		rules: {
			createHTML(text: string): string;
			createScript(text: string): string;
			createScriptURL(url: string): string;
		},
	): unknown;
}

/**
 * The page's one policy. Components write style sheets as text, and workers start from our own origin: these pass.
 * Markup and scripts made from text never do, whoever tries.
 */
export function installTrustedTypes(): void {
	const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
	factory?.createPolicy('default', {
		createHTML(text) {
			if (/[<&]/.test(text)) throw new TypeError('this page makes no markup from text');
			return text;
		},
		createScript() {
			throw new TypeError('this page makes no scripts from text');
		},
		createScriptURL(url) {
			if (new URL(url, location.href).origin !== location.origin)
				throw new TypeError('scripts come from this archive alone');
			return url;
		},
	});
}
