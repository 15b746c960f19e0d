import type { TFunction } from 'i18next';
import type { RoomKey } from '../../frame/room-keys.ts';

/** The keys of this room, for the help. They go by their place on the keyboard. */
export function reviewKeys(t: TFunction<'review'>): readonly RoomKey[] {
	return [
		{ keys: ['V'], text: t('key.hold') },
		{ keys: ['Esc'], text: t('key.blank') },
		{ keys: ['B'], text: t('key.show') },
		{ keys: ['Space'], text: t('key.toggle') },
		{ keys: ['J', 'K', 'L'], text: t('key.jkl') },
		{ keys: ['←', '→'], text: t('key.frame') },
		{ keys: [',', '.'], text: t('key.frame') },
		{ keys: ['Shift', '← →'], text: t('key.jump') },
		{ keys: ['I', 'O'], text: t('key.inOut') },
		{ keys: ['X'], text: t('key.clear') },
		{ keys: ['C'], text: t('key.clip') },
		{ keys: ['N'], text: t('key.note') },
		{ keys: ['<', '>'], text: t('key.speed') },
		{ keys: ['+', '−', '0'], text: t('key.zoom') },
		{ keys: ['W', 'A', 'S', 'D'], text: t('key.pan') },
		{ keys: ['M'], text: t('key.sound') },
	];
}
