import { IconUsers } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const people: Room = {
	id: 'people',
	path: '/people',
	icon: IconUsers,
	key: 'p',
	ofCase: true,
	load: async () => (await import('./page.tsx')).PeoplePage,
};
