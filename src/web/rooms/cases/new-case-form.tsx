import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { createCase } from '../../../client/cases.ts';
import { casePrefix, PREFIX_LENGTH, PREFIX_PATTERN } from '../../../domain/case-prefix.ts';
import { links } from '../../links.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** Begins a case: its key is made here, and whoever begins it leads it. */
export function NewCaseForm(props: { opened: boolean; onClose: () => void }) {
	const { t } = useTranslation('cases');
	const { connection } = useSession();
	const client = useQueryClient();
	const [, go] = useLocation();
	const [about, setAbout] = useState({ title: '', prefix: '', description: '' });
	const create = useMutation({
		mutationFn: () => {
			const { title, prefix } = about;
			return createCase(connection, { ...about, title: title.trim(), prefix: casePrefix(prefix) ?? prefix });
		},
		onSuccess: async (made) => {
			await client.invalidateQueries({ queryKey: keys.cases });
			props.onClose();
			go(`~${links.case(made.id)}`);
		},
	});
	return (
		<Modal
			opened={props.opened}
			onClose={props.onClose}
			title={t('newCase')}
			closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
		>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					create.mutate();
				}}
			>
				<Stack>
					<Text size="sm">{t('newCaseText')}</Text>
					<TextInput
						label={t('caseTitle')}
						description={t('caseTitleHint')}
						value={about.title}
						onChange={(event) => setAbout({ ...about, title: event.currentTarget.value })}
						required
						maxLength={200}
						autoComplete="off"
						data-autofocus
					/>
					<TextInput
						label={t('prefix')}
						description={t('prefixHint', { most: PREFIX_LENGTH })}
						value={about.prefix}
						onChange={(event) => setAbout({ ...about, prefix: event.currentTarget.value.toUpperCase() })}
						required
						maxLength={PREFIX_LENGTH}
						pattern={PREFIX_PATTERN}
						title={t('prefixHint', { most: PREFIX_LENGTH })}
						autoComplete="off"
						w="12rem"
					/>
					<Textarea
						label={t('description')}
						value={about.description}
						onChange={(event) => setAbout({ ...about, description: event.currentTarget.value })}
						maxLength={2000}
						autosize
						minRows={2}
					/>
					{create.isError && <ErrorNotice error={create.error} />}
					<Group justify="flex-end">
						<Button variant="default" onClick={props.onClose}>
							{t('cancel', { ns: 'common' })}
						</Button>
						<Button type="submit" loading={create.isPending}>
							{t('begin')}
						</Button>
					</Group>
				</Stack>
			</form>
		</Modal>
	);
}
