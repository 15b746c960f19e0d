/** Names that somebody chose so that they do something else than name. `pwned` is what the scripts in them would set. */
export const hostileNames: readonly string[] = [
	'<img src=x onerror="window.pwned=1">.mp4',
	'"><script>window.pwned=1</script>',
	"' onmouseover='window.pwned=1' autofocus onfocus='window.pwned=1",
	'<svg/onload=window.pwned=1><iframe src="javascript:parent.pwned=1">',
	'<base href="https://evil.example/"><a href="javascript:window.pwned=1">look</a>',
	'{{constructor.constructor("window.pwned=1")()}} $t(common:lock) {{title}}',
	'photo\u202egpj.exe',
	'\u2066\u2067\u202bturned\u200b\u00ad\ufeff',
	'nul\u0000byte.mp4',
	'../../../../etc/passwd',
	'..\\..\\C:\\autoexec.bat',
	'first\r\nSet-Cookie: pwned=1\r\n\r\nHTTP/1.1 200 OK',
	'\u001b]0;pwned\u0007\u001b[2J\u001b[31mred\u009b1A',
	'\u2028line\u2029paragraph\u0085next',
	'__proto__',
	`${'\u0301'.repeat(40)}many marks`,
	'имя 名前 שם اسم 👁️‍🗨️',
];

/** How a name is shown: what moves, hides or turns text is one replacement character each. */
export function shownAs(name: string): string {
	return name.replaceAll(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}

/** Characters that may stand nowhere where people read names, but line ends that we set ourselves. */
export const unseen = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;
