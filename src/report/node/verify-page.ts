import { fileURLToPath } from 'node:url';
import { builtPage } from './one-page.ts';

const config = new URL('../../web/verify-page/vite.config.ts', import.meta.url);

/** verify.html as it goes into every bag. Rejects `config` with what the build said when it fails. */
export function verifyPage(): Promise<Uint8Array> {
	return builtPage({
		file: 'verify.html',
		folder: '.web-verify',
		config: fileURLToPath(config),
		sources: [
			'src/web/verify-page',
			'src/web/rooms/verify',
			'src/web/parts',
			'src/domain',
			'src/report/verify',
			'src/report/words',
			'src/report/node/one-file.ts',
			'package-lock.json',
		],
	});
}
