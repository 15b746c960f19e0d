import { Button, Paper, Radio, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseMember } from '../../../client/case/members.ts';
import { addMember, type OpenCase } from '../../../client/cases.ts';
import { pseudonym } from '../../../client/identity.ts';
import type { EnrolledPerson } from '../../../client/people.ts';
import { CaseRole } from '../../../domain/roles.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { keys, useContacts, useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { useRememberName } from './remember-name.ts';

interface Chosen {
	person: EnrolledPerson;
	role: CaseRole;
	name: string;
}

/** Takes somebody into the case: who, as what, and how the case's members shall call them. */
export function AddMember(props: {
	open: OpenCase;
	members: readonly CaseMember[];
	people: readonly EnrolledPerson[];
}) {
	const { t } = useTranslation('people');
	const { connection } = useSession();
	const queries = useQueryClient();
	const remember = useRememberName();
	const names = useNames();
	const contacts = useContacts().data;
	const [key, setKey] = useState<string | null>(null);
	const [role, setRole] = useState<CaseRole>('reader');
	const [name, setName] = useState('');
	const others = props.people.filter(
		(one) =>
			!one.suspended && one.role !== 'worker' && !props.members.some((member) => member.person === one.keys.sign),
	);
	const person = others.find((one) => one.keys.sign === key);
	const adding = useMutation({
		mutationFn: async (chosen: Chosen) => {
			await addMember(connection, props.open, chosen.person, chosen.role, chosen.name);
			await remember(chosen.person.keys.sign, chosen.name);
		},
		onSuccess: (_, chosen) => {
			const called = visible(chosen.name || pseudonym(chosen.person.keys.sign));
			notifications.show({ message: t('added', { name: called, role: t(`caseRole.${chosen.role}`) }) });
			setKey(null);
			setName('');
		},
		onSettled: () => queries.invalidateQueries({ queryKey: keys.case(props.open.id) }),
	});
	return (
		<section aria-labelledby="people-add">
			<Title order={2} size="h4" id="people-add" mb="xs">
				{t('addTitle')}
			</Title>
			{others.length === 0 ? (
				<Text c="dimmed">{t('nobodyToAdd')}</Text>
			) : (
				<Paper withBorder p="lg" maw="40rem">
					<form
						onSubmit={(event) => {
							event.preventDefault();
							if (person !== undefined) adding.mutate({ person, role, name: name.trim() });
						}}
					>
						<Stack gap="md">
							<Select
								label={t('addWho')}
								description={t('addWhoHint')}
								data={others.map((one) => ({ value: one.keys.sign, label: visible(names(one.keys.sign)) }))}
								value={key}
								onChange={(chosen) => {
									setKey(chosen);
									setName(contacts?.[chosen ?? ''] ?? '');
								}}
								searchable
								nothingFoundMessage={t('nothingFound', { ns: 'common' })}
							/>
							{person !== undefined && contacts?.[person.keys.sign] === undefined && (
								<div>
									<Text size="sm">{t('unknownPerson')}</Text>
									<Fingerprint of={person.keys.sign} />
								</div>
							)}
							<Radio.Group label={t('addRole')} value={role} onChange={(value) => setRole(value as CaseRole)}>
								<Stack gap="sm" mt="xs">
									{CaseRole.options.map((one) => (
										<Radio key={one} value={one} label={t(`caseRole.${one}`)} description={t(`caseMay.${one}`)} />
									))}
								</Stack>
							</Radio.Group>
							<TextInput
								label={t('nameInCase')}
								description={t('nameInCaseHint')}
								value={name}
								onChange={(event) => setName(event.currentTarget.value)}
								maxLength={100}
								autoComplete="off"
							/>
							{adding.isError && <ErrorNotice error={adding.error} />}
							<div>
								<Button
									type="submit"
									disabled={person === undefined}
									loading={adding.isPending}
									leftSection={<IconUserPlus size={18} aria-hidden />}
								>
									{t('add')}
								</Button>
							</div>
						</Stack>
					</form>
				</Paper>
			)}
		</section>
	);
}
