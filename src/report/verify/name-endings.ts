/** Containers by the names an examination has for them, and the endings of names that are theirs. Endings in common use for several are left out. */
const FAMILIES: readonly (readonly [containers: readonly string[], endings: readonly string[]])[] = [
	[
		['mp4', 'mov', '3gp', '3g2'],
		['mp4', 'm4v', 'm4a', 'mov', 'qt', '3gp', '3gpp', '3g2', 'f4v'],
	],
	[['matroska'], ['mkv', 'mka', 'webm']],
	[['avi'], ['avi']],
	[
		['mpeg', 'mpegts', 'mpegvideo'],
		['mpg', 'mpeg', 'vob', 'ts', 'mts', 'm2ts', 'm2t'],
	],
	[['asf'], ['asf', 'wmv', 'wma']],
	[['flv'], ['flv']],
	[['mxf'], ['mxf']],
	[['wtv'], ['wtv']],
	[['rm'], ['rm', 'rmvb']],
	[['h264', 'hevc', 'dhav'], []],
	[['wav'], ['wav']],
	[['mp3'], ['mp3']],
	[['aac'], ['aac']],
	[['flac'], ['flac']],
	[['ogg'], ['ogg', 'oga', 'ogv', 'opus']],
	[['amr'], ['amr']],
	[['caf'], ['caf']],
	[['aiff'], ['aif', 'aiff']],
	[['jpeg'], ['jpg', 'jpeg']],
	[['png'], ['png']],
	[['gif'], ['gif']],
	[['webp'], ['webp']],
	[['bmp'], ['bmp']],
	[['tiff'], ['tif', 'tiff']],
	[
		['heic', 'heix', 'mif1', 'avif'],
		['heic', 'heif', 'avif'],
	],
	[['pdf'], ['pdf']],
	[['zip'], ['zip']],
	[['rar'], ['rar']],
	[['7z'], ['7z']],
	[['rtf'], ['rtf']],
	[['text', 'ole', 'gzip', 'empty'], []],
];

/** The ending of a name, where it is that of other containers than this one; undefined where they agree, null where one of them says nothing. */
export function otherEnding(name: string, container: string): string | undefined | null {
	const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase();
	const byEnding = FAMILIES.find(([, endings]) => ending !== undefined && endings.includes(ending));
	const byContainer = FAMILIES.find(([containers]) => containers.includes(container));
	if (byEnding === undefined || byContainer === undefined) return null;
	return byEnding === byContainer ? undefined : `.${ending}`;
}
