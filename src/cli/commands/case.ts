import type { Command } from 'commander';
import { mendedMembers } from '../../client/case/key-state.ts';
import { caseMembers } from '../../client/case/members.ts';
import { addMember, createCase, findCase, type OpenCase, openCases, removeMember } from '../../client/cases.ts';
import { pseudonym } from '../../client/identity.ts';
import { people } from '../../client/people.ts';
import { rekeyCase } from '../../client/rekey.ts';
import { casePrefix, PREFIX_LENGTH } from '../../domain/case-prefix.ts';
import { CustosError } from '../../domain/errors.ts';
import { CaseRole } from '../../domain/roles.ts';
import { sayKeyState, sayRekeyed } from '../case-keys.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { findPerson, localNames, rememberName } from '../names.ts';
import { table } from '../table.ts';
import { wrongUsage } from '../told.ts';
import { printable, shortId, timeInWords } from '../words.ts';
import { casePolicyCommand } from './export.ts';

/** `custos case new|list|members|add-member|remove-member|rekey`. */
export function caseCommands(program: Command, context: Context): void {
	const { t } = context;
	const group = program.command('case').description(t.help.case);
	casePolicyCommand(group, context);

	const create = group
		.command('new')
		.description(t.help.caseNew)
		.argument('<title>', t.help.caseTitle)
		.requiredOption('--prefix <letters>', t.help.prefix)
		.option('--description <text>', t.help.caseDescription)
		.action(async (title: string, options: { prefix: string; description?: string }) => {
			const prefix = casePrefix(options.prefix);
			if (prefix === undefined) throw wrongUsage(t.wrongPrefix(PREFIX_LENGTH));
			const made = await createCase(await context.connection(), { title, ...options, prefix });
			context.out(t.caseMade(printable(title), shortId(made.id)));
			context.out(t.afterCase(made.prefix));
			context.result({ case: made.id, title, prefix: made.prefix, role: made.role });
		});
	examples(create, context, 'case new "Correctional colony no. 15" --prefix GUL');

	const list = group
		.command('list')
		.description(t.help.caseList)
		.action(async () => {
			const cases = await openCases(await context.connection());
			if (cases.length === 0) context.out(t.noCases);
			else {
				const columns = [
					{ title: t.col.id },
					{ title: t.col.prefix },
					{ title: t.col.yourRole },
					{ title: t.col.title },
				];
				for (const line of table(
					columns,
					cases.map((one) => [shortId(one.id), one.prefix, one.role, named(one)]),
				))
					context.out(line);
			}
			context.result({
				cases: cases.map(({ id, title, prefix, role, description = '' }) => ({
					case: id,
					title,
					prefix,
					role,
					...(description === '' ? {} : { description }),
				})),
			});
		});
	examples(list, context, 'case list');

	const members = group
		.command('members')
		.description(t.help.caseMembers)
		.argument('<case>', t.help.caseName)
		.action(async (name: string) => {
			const connection = await context.connection();
			const open = await findCase(connection, name);
			const contacts = await context.profile.contacts.read(connection.identity);
			const found = await mendedMembers(connection, open, await people(connection), contacts);
			const { members: all, asOf, counted, state, mended } = found;
			const columns = [{ title: t.col.person }, { title: t.col.name }, { title: t.col.role }, { title: t.col.state }];
			for (const line of table(
				columns,
				all.map((one) => [pseudonym(one.person), one.name, one.role, one.active ? t.active : t.removed]),
			))
				context.out(line);
			context.out(`\n${t.membersAsOf(asOf.event, asOf.entry, timeInWords(asOf.time))}`);
			context.out(counted === undefined ? t.notCounted : t.complete(counted.events, timeInWords(counted.time)));
			sayKeyState(context, open, state, await localNames(context), mended);
			context.result({ members: all, asOf, counted: counted ?? null, key: { ...state, mended } });
		});
	examples(members, context, 'case members GUL');

	const add = group
		.command('add-member')
		.description(t.help.addMember)
		.argument('<case>', t.help.caseName)
		.argument('<person>', t.help.person)
		.requiredOption('--role <role>', t.help.caseRole)
		.option('--name <name>', t.help.memberName)
		.action(async (name: string, wanted: string, options: { role: string; name?: string }) => {
			const role = CaseRole.safeParse(options.role);
			if (!role.success) throw wrongUsage(t.oneOf('--role', CaseRole.options));
			const connection = await context.connection();
			const [open, person] = [await findCase(connection, name), await findPerson(context, connection, wanted)];
			const contacts = await context.profile.contacts.read(connection.identity);
			const there = await caseMembers(connection, open, contacts);
			const member = there.find((one) => one.active && one.person === person.keys.sign);
			if (member !== undefined) {
				const who = printable(member.name) || pseudonym(member.person);
				throw wrongUsage(t.refuse.alreadyMember(who, member.role, printable(open.title)));
			}
			const called = options.name ?? contacts[person.keys.sign] ?? '';
			await addMember(connection, open, person, role.data, called);
			await rememberName(context, person.keys.sign, called);
			context.out(t.memberAdded(printable(called) || pseudonym(person.keys.sign), role.data, printable(open.title)));
			context.result({ case: open.id, person: person.keys.sign, role: role.data });
		});
	examples(
		add,
		context,
		'case add-member GUL "Anna" --role editor',
		'case add-member GUL P-1f0c22ab --role reader --name "Anna"',
	);

	const remove = group
		.command('remove-member')
		.description(t.help.removeMember)
		.argument('<case>', t.help.caseName)
		.argument('<person>', t.help.person)
		.action(async (name: string, wanted: string) => {
			const connection = await context.connection();
			const [open, person] = [await findCase(connection, name), await findPerson(context, connection, wanted)];
			const said = await removeMember(connection, open, person.keys.sign);
			context.out(t.memberRemoved(pseudonym(person.keys.sign), printable(open.title)));
			sayRekeyed(context, open, said);
			const generation = said instanceof CustosError ? null : said.generation;
			context.result({ case: open.id, person: person.keys.sign, generation });
		});
	examples(remove, context, 'case remove-member GUL "Anna"');

	const rekey = group
		.command('rekey')
		.description(t.keys.help)
		.argument('<case>', t.help.caseName)
		.option('--reason <text>', t.keys.reason)
		.action(async (name: string, options: { reason?: string }) => {
			const connection = await context.connection();
			const open = await findCase(connection, name);
			const said = await rekeyCase(connection, open, options.reason);
			sayRekeyed(context, open, said);
			context.result({ case: open.id, ...said });
		});
	examples(rekey, context, 'case rekey GUL', 'case rekey GUL --reason "a telephone was stolen"');
	examples(
		group,
		context,
		'case new "Correctional colony no. 15" --prefix GUL',
		'case add-member GUL "Anna" --role editor',
		'case members GUL',
	);
}

/** What it is called, and what it is about where that was said. */
function named({ title, description = '' }: OpenCase): string {
	return description === '' ? title : `${title} (${description.replaceAll(/\s+/g, ' ')})`;
}
