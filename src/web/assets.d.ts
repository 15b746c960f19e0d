declare module '*.module.css' {
	const classes: { readonly [name: string]: string };
	export default classes;
}
declare module '*.css';
declare module '*?url' {
	const address: string;
	export default address;
}
declare module '*.svg' {
	const address: string;
	export default address;
}
