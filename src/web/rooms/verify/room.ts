import { IconShieldCheck } from '@tabler/icons-react';
import type { Room } from '../../room.ts';

export const verify: Room = {
	id: 'verify',
	path: '/verify',
	icon: IconShieldCheck,
	key: 'v',
	ofCase: false,
	load: async () => (await import('./page.tsx')).VerifyPage,
};
