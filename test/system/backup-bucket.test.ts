import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoRadosgw } from './radosgw.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';
import { makeBucket, withRadosgw } from './s3-bucket.ts';

const missing = whyNoRadosgw();
if (missing !== undefined && process.env.CI) throw new Error(missing);

/** A backup by other hands: in a bucket of a real S3, taken and brought back by the command line. */
describe.skipIf(missing !== undefined)(
	`backup in a bucket${missing === undefined ? '' : ` (skipped: ${missing})`}`,
	() => {
		const rgw = withRadosgw();
		const elsewhere: string[] = [];
		let archive: Running;

		beforeAll(async () => {
			archive = await startArchive();
			await foundWithCase(archive);
			const bucket = await makeBucket(rgw(), 'copies');
			process.env['CUSTOS_HOME'] = archive.home;
			process.env['BACKUP_S3_ENDPOINT'] = bucket.endpoint;
			process.env['BACKUP_S3_ACCESS_KEY'] = bucket.accessKey;
			process.env['BACKUP_S3_SECRET_KEY'] = bucket.secretKey;
		});
		afterAll(async () => {
			for (const name of ['CUSTOS_HOME', 'BACKUP_S3_ENDPOINT', 'BACKUP_S3_ACCESS_KEY', 'BACKUP_S3_SECRET_KEY'])
				delete process.env[name];
			await archive?.stop();
			for (const folder of elsewhere) await rm(folder, { recursive: true, force: true });
		});

		test('is taken, again only what is new, and brought back on an empty machine', async () => {
			expect(await asked(archive, 'investigator', 'backup', 's3:copies')).toMatchObject({
				number: 1,
				faults: [],
				backup: 's3:copies',
			});
			expect(await asked(archive, 'investigator', 'backup', 's3:copies')).toMatchObject({
				number: 2,
				added: 0,
				copied: 0,
			});
			process.env['CUSTOS_HOME'] = join(archive.folder, 'second');
			const restored = await archive.custos(
				'investigator',
				'restore',
				's3:copies',
				'--recovery',
				join(archive.folder, 'recovery.key'),
				'--nothing-newer',
			);
			elsewhere.push(...(/the database is in (\S+):/.exec(restored.err)?.slice(1) ?? []));
			expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('audited from the first to the last') });
		});

		test('without its keys says which setting is missing', async () => {
			const key = process.env['BACKUP_S3_SECRET_KEY'];
			delete process.env['BACKUP_S3_SECRET_KEY'];
			process.env['CUSTOS_HOME'] = archive.home;
			const refused = await archive.custos('investigator', 'backup', 's3:copies');
			process.env['BACKUP_S3_SECRET_KEY'] = key;
			expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('BACKUP_S3_SECRET_KEY') });
		});
	},
);
