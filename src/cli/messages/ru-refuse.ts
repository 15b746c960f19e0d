import type { refuse as english } from './en-refuse.ts';

export const refuse: typeof english = {
	done: (who) => `Отозвано: ${who}. По этому приглашению больше никто не войдёт, а просьба по нему исчезла.`,
	none: (wanted) => `ни открытое приглашение, ни просьба не подходят под ${wanted}: \`custos refuse\` покажет их`,
	nothing: 'Открытых приглашений нет.',
	nobodyYet: 'пока никто',
	invite: 'приглашение',
	asks: 'просится',
};
