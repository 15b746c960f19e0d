import { IconFileCertificate } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const report: Room = {
	id: 'report',
	path: '/report',
	icon: IconFileCertificate,
	key: 'o',
	ofCase: true,
	load: async () => (await import('./page.tsx')).ReportPage,
};
