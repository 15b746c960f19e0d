import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFilesStore } from '../../src/store/files-store.ts';
import { describeBlobStore } from './blob-store.ts';

describeBlobStore('files store', async () => {
	const root = await mkdtemp(join(tmpdir(), 'custos-files-'));
	return {
		store: await createFilesStore({ root }),
		reopen: () => createFilesStore({ root }),
		close: () => rm(root, { recursive: true, force: true }),
	};
});
