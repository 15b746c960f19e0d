import { IconFolders } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const cases: Room = {
	id: 'cases',
	path: '/cases',
	icon: IconFolders,
	key: 'c',
	ofCase: true,
	load: async () => (await import('./page.tsx')).CasesPage,
};
