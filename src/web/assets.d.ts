declare module '*.module.css' {
	const classes: { readonly [name: string]: string };
	export default classes;
}
declare module '*.css';
/** The page that lies in every bag, as built; see src/report/node/verify-page.ts. */
declare module 'custos:verify-page' {
	const address: string;
	export default address;
}
/** The page that joins recovery cards, as built; see src/report/node/recovery-page.ts. */
declare module 'custos:recovery-page' {
	const address: string;
	export default address;
}
/** infra/RECOVERY.md. */
declare module 'custos:recovery-commands' {
	const address: string;
	export default address;
}
declare module '*?url' {
	const address: string;
	export default address;
}
declare module '*.svg' {
	const address: string;
	export default address;
}
