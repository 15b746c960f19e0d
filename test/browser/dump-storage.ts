/** Everything that a page's origin keeps, as text, every byte a letter: run inside the page. */
export async function dumpStorage(): Promise<string> {
	const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
	const letters = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
	// Bytes at any depth: JSON would write each as a number.
	const told = (value: unknown): string => {
		if (value instanceof ArrayBuffer) return letters(new Uint8Array(value));
		if (ArrayBuffer.isView(value)) return letters(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
		if (value instanceof Map) return [...value].map(told).join('\n');
		if (value instanceof Set || Array.isArray(value)) return [...value].map(told).join('\n');
		if (value === null || typeof value !== 'object') return String(value);
		return Object.entries(value)
			.map(([name, one]) => `${name}: ${told(one)}`)
			.join('\n');
	};
	for (const { name } of await indexedDB.databases()) {
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(name as string);
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		for (const store of db.objectStoreNames) {
			const all = await new Promise<unknown[]>((resolve, reject) => {
				const request = db.transaction(store).objectStore(store).getAll();
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error);
			});
			parts.push(...all.map(told));
		}
		db.close();
	}
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) {
			const kept = await cache.match(request);
			if (kept !== undefined) parts.push(request.url, letters(await kept.bytes()));
		}
	}
	const folders = [await navigator.storage.getDirectory()];
	for (const folder of folders)
		for await (const [name, one] of folder.entries()) {
			parts.push(name);
			if (one.kind === 'directory') folders.push(one as FileSystemDirectoryHandle);
			else parts.push(letters(await (await (one as FileSystemFileHandle).getFile()).bytes()));
		}
	return parts.join('\n');
}
