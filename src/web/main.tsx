import './no-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startLanguage } from './i18n.ts';
import { keepDropsOut } from './no-drops.ts';
import { publishNonce } from './nonce.ts';
import { keepFocus } from './parts/keep-focus.ts';
import { installTrustedTypes } from './strict.ts';

installTrustedTypes();
publishNonce();
keepDropsOut();
keepFocus();
const root = document.getElementById('root');
if (root === null) throw new TypeError('the page has no root');
await startLanguage();
createRoot(root).render(
	<StrictMode>
		<App />
	</StrictMode>,
);
