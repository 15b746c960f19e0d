/** Missing tools skip a test on a developer's machine; under CI they fail it. */
export function needs(there: boolean, packages: string, skip: (note: string) => void): void {
	if (there) return;
	if (process.env['CI'] !== undefined) throw new Error(`install ${packages}: under CI nothing is skipped`);
	skip(`NOT CHECKED: install ${packages}`);
}
