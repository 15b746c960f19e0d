import { IconBookmarks } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const exhibits: Room = {
	id: 'exhibits',
	path: '/exhibits',
	icon: IconBookmarks,
	key: 'e',
	ofCase: true,
	load: async () => (await import('./page.tsx')).ExhibitsPage,
};
