/** Hands a file to the browser to save, from memory. */
export function saveFile(name: string, content: BlobPart, type = 'application/octet-stream'): void {
	const url = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	// The download has its own hold on the blob once it began.
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
