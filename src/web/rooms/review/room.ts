import { IconEye } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const review: Room = {
	id: 'review',
	path: '/review',
	icon: IconEye,
	key: 'r',
	ofCase: true,
	load: async () => (await import('./page.tsx')).ReviewPage,
};
