import { IconUpload } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const intake: Room = {
	id: 'intake',
	path: '/intake',
	icon: IconUpload,
	key: 'i',
	ofCase: true,
	load: async () => (await import('./page.tsx')).IntakePage,
};
