import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

/** Debian's Chromium, or the one that CHROMIUM names. */
const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser to test with. Without one a laptop skips these tests and says so; CI fails. */
export const hasChromium = existsSync(path);
if (!hasChromium) {
	if (process.env['CI'] !== undefined) throw new Error(`there is no browser at ${path}: apt-get install chromium`);
	process.stderr.write(`\nSKIPPED: browser tests, there is no browser at ${path} (apt-get install chromium)\n`);
}

const OPTIONS = {
	executablePath: path,
	// Without a locale it takes names of files for ASCII, and cannot read those that are not.
	env: { ...process.env, LC_ALL: 'C.UTF-8' },
	// Tests of this project may run as root, where Chromium has no sandbox of its own.
	args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
};

/** Starts it without a window. */
export async function launchChromium(): Promise<Browser> {
	return chromium.launch(OPTIONS);
}

/** Starts it with a folder where what pages keep outlives it: closed and started again, it is the same person's browser. */
export async function launchKeptChromium(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
	return chromium.launchPersistentContext(folder, { ...OPTIONS, ...options });
}
