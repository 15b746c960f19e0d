import { IconTimeline } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const custody: Room = {
	id: 'custody',
	path: '/custody',
	icon: IconTimeline,
	key: 'u',
	ofCase: true,
	load: async () => (await import('./page.tsx')).CustodyPage,
};
