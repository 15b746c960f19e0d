import type { ErrorCode } from '../../domain/errors.ts';
import type { StatementType } from '../../domain/ledger/statement.ts';
import type { Rule } from '../../domain/who-may.ts';

/** What the archive refused, and whose role it takes where it was for want of one. */
interface ByArchive {
	type: StatementType;
	why: ErrorCode;
	entry: number;
	takes: Rule | undefined;
}

/** Words of `custos refuse`, and of what is refused. */
export const refuse = {
	done: (who: string) =>
		`Withdrawn: ${who}. Nobody can come in by this invite any more, and the request that was made by it is gone.`,
	none: (wanted: string) => `no open invite and no request fits ${wanted}: \`custos refuse\` shows them`,
	nothing: 'No invite is open.',
	nobodyYet: 'nobody yet',
	invite: 'invite',
	asks: 'asks to join',
	byArchive: ({ type, why, entry, takes }: ByArchive, { advice }: { what: string; advice: string }) => {
		const needed = takes === undefined ? '' : `This takes ${rolesOf(takes)}. `;
		const then = advice === '' ? '' : ` ${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`;
		return `the archive refused ${type} (${why}); the attempt is entry ${entry} of its ledger. ${needed}${then}`
			.replace(/ {2}/, ' ')
			.trim();
	},
	alreadyMember: (name: string, role: string, title: string) =>
		`${name} is ${role} in ${title} already; to give another role: custos case remove-member, then add-member`,
	wrongCode:
		'this founding code is not the one that this archive’s notary printed: nothing was founded; copy the whole code from its start',
};

function rolesOf(takes: Rule): string {
	return 'inCase' in takes
		? `the role ${takes.inCase.join(' or ')} in the case`
		: `the role ${takes.archive.join(' or ')} in the archive`;
}
