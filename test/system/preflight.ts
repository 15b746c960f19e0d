import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { onPath } from './needs.ts';

const run = promisify(execFile);
const jars = ['preflight', 'pdfbox2', 'fontbox2', 'xmpbox', 'commons-logging', 'javax.activation', 'jaxb-api'].map(
	(name) => `/usr/share/java/${name}.jar`,
);

export const preflightThere = onPath('java') && jars.every((jar) => existsSync(jar));
export const preflightPackages = 'default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java';

/** What PDFBox Preflight has against a file as PDF/A-1b: nothing, or its words. */
export async function faultsAsPdfA(path: string): Promise<string> {
	const validator = 'org.apache.pdfbox.preflight.Validator_A1b';
	const { stdout } = await run('java', ['-Xshare:auto', '-cp', jars.join(':'), validator, path]).catch(
		(failed: { stdout?: string; message: string }) => ({ stdout: failed.stdout || failed.message }),
	);
	return stdout.trim() === `The file ${path.split('/').at(-1)} is a valid PDF/A-1b file` ? '' : stdout;
}
