import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { EC_KEY, makeCertificate } from '../system/pades-tools.ts';

/** The report room while it is looked through and once it is done, and the verdict on what it made. */
export async function shootReport(page: Page, shoot: (part: string) => Promise<void>): Promise<void> {
	const button = (name: RegExp) => page.getByRole('button', { name });
	// The dialog of the system cannot be worked from here.
	await page.evaluate(() =>
		Object.assign(window, {
			async showSaveFilePicker() {
				return (await navigator.storage.getDirectory()).getFileHandle('report.zip', { create: true });
			},
		}),
	);
	await page.getByLabel(/^(Recipient|Получатель)/).fill('District court, room 4');
	await button(/All \d+ items|item of the case|Все материалы дела/).click();
	await page.getByLabel(/^(Titles, tags, notes|Названия, метки, заметки)/).check();
	await page.getByLabel(/^(People shown in clips|Показанные во фрагментах)/).check();
	await page.getByLabel('Guard 3').check();
	const home = await mkdtemp(join(tmpdir(), 'custos-shot-certificate-'));
	await makeCertificate(home, 'fund', EC_KEY);
	const [files] = await Promise.all([
		page.waitForEvent('filechooser'),
		button(/^(Choose the certificate|Выбрать сертификат)/).click(),
	]);
	await files.setFiles(['fund.pem', 'fund.key'].map((name) => join(home, name)));
	await shoot('certificate');
	await button(/^(Use this certificate|Взять этот сертификат)/).click();
	await button(/^(Sign without it|Подписать без него)/).waitFor();
	await rm(home, { recursive: true });
	await shoot('choices');
	await button(/Show all that|Показать всё/).click();
	await page.getByLabel(/I have looked|просмотрено/).check();
	await shoot('preview');
	await button(/^Make the report|^Составить отчёт/).click();
	await page.getByText(/Read back from disk|Прочитано с диска/).waitFor();
	await shoot('done');
}

/** After that: what checking it came to, and the room with nothing in it. */
export async function shootVerify(page: Page, shoot: (part: string) => Promise<void>): Promise<void> {
	const again = page.getByRole('button', { name: /Check another|Проверить другой/ });
	if ((await again.count()) === 0) return;
	await again.click();
	await page.getByText(/network off|без сети/).waitFor();
	await shoot('empty');
	await page.getByLabel(/Another one|Другого архива/).check();
	const bytes = await page.evaluate(async () => {
		const handle = await (await navigator.storage.getDirectory()).getFileHandle('report.zip');
		return [...new Uint8Array(await (await handle.getFile()).arrayBuffer())];
	});
	const zip = { name: 'report.zip', mimeType: 'application/zip' };
	const pick = page.getByLabel(/Choose the zip|Выбрать файл zip/).first();
	await pick.setInputFiles({ ...zip, buffer: Buffer.from(bytes) });
	await page
		.getByText(/NOT confirmed|НЕ подтверждено/)
		.first()
		.waitFor();
	await shoot('consistent');
	await again.click();
	const altered = Buffer.from(bytes);
	const at = altered.indexOf('"outcome":"accepted"');
	altered.write('"outcome":"Accepted"', at);
	await pick.setInputFiles({ ...zip, buffer: altered });
	await page.getByText(/It does not hold|не выдержал/).waitFor();
	await shoot('failed');
}
