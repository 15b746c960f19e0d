/** How the verifier names what no signed detail covers. `what`: `item 1f…`, `exhibit GUL-0012`, `the case`, `the report`. */
export function onWord(field: string, what: string): string {
	return `${field} of ${what}: on the word of the issuer alone`;
}
