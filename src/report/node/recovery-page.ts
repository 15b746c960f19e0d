import { fileURLToPath } from 'node:url';
import { builtPage } from './one-page.ts';

const config = new URL('../../web/recovery-page/vite.config.ts', import.meta.url);

/** join-cards.html as it lies beside recovery cards. Rejects `config` with what the build said when it fails. */
export function recoveryPage(): Promise<Uint8Array> {
	return builtPage({
		file: 'join-cards.html',
		folder: '.web-recovery',
		config: fileURLToPath(config),
		sources: [
			'src/web/recovery-page',
			'src/web/verify-page/element.ts',
			'src/client/recovery-key.ts',
			'src/domain',
			'src/report/node/one-file.ts',
			'package-lock.json',
		],
	});
}
