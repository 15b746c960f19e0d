import type { Rule } from '../../domain/who-may.ts';
import { eventWords } from '../../report/verify/event-words.ts';
import type { refuse as english } from './en-refuse.ts';

export const refuse: typeof english = {
	done: (who) => `Отозвано: ${who}. По этому приглашению больше никто не войдёт, а просьба по нему исчезла.`,
	none: (wanted) => `ни открытое приглашение, ни просьба не подходят под ${wanted}: \`custos refuse\` покажет их`,
	nothing: 'Открытых приглашений нет.',
	nobodyYet: 'пока никто',
	invite: 'приглашение',
	byArchive: ({ type, why, entry, takes }, { what, advice }) => {
		const words = eventWords.ru[type];
		const reason = why === 'denied' ? '' : `: ${what}`;
		const needed = takes === undefined ? '' : ` Для этого нужна роль ${rolesOf(takes)}.`;
		const then = advice === '' ? '' : ` ${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`;
		return `архив отказал («${words}»)${reason}; попытка — запись ${entry} его журнала.${needed}${then}`;
	},
	alreadyMember: (name, role, title) =>
		`${name} уже участвует в «${title}» (роль ${role}); чтобы дать другую роль: custos case remove-member, затем add-member`,
	wrongCode:
		'это не тот код основания, что напечатал нотариус этого архива: ничего не основано; скопируйте код целиком',
	asks: 'просится',
};

function rolesOf(takes: Rule): string {
	return 'inCase' in takes ? `${takes.inCase.join(' или ')} в деле` : `${takes.archive.join(' или ')} в архиве`;
}
