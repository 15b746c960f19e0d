import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '../../../domain/ids.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { type SavedView, savedViews, saveViews } from './saved-views.ts';
import type { View } from './view.ts';

/** The views saved for a case on this device. */
export function useSavedViews(caseId: Id) {
	const { identity } = useSession();
	return useQuery({
		queryKey: [...keys.case(caseId), 'saved views'],
		queryFn: () => savedViews(identity, caseId),
		staleTime: Number.POSITIVE_INFINITY,
	});
}

/** Saving what is shown now under a name, and going back to what was saved. */
export function ViewsMenu(props: { caseId: Id; view: () => View; onView: (view: View) => void }) {
	const { t } = useTranslation('cases');
	const { identity } = useSession();
	const client = useQueryClient();
	const [opened, menu] = useDisclosure(false);
	const [name, setName] = useState('');
	const saved = useSavedViews(props.caseId).data ?? [];
	const change = useMutation({
		mutationFn: (views: readonly SavedView[]) => saveViews(identity, props.caseId, views),
		onSettled: () => client.invalidateQueries({ queryKey: [...keys.case(props.caseId), 'saved views'] }),
		meta: { local: true },
	});
	const others = saved.filter((one) => one.name !== name.trim());
	return (
		<>
			<Button variant="default" leftSection={<IconBookmark size={18} aria-hidden />} onClick={menu.open}>
				{t('views')}
			</Button>
			<Modal
				opened={opened}
				onClose={menu.close}
				title={t('views')}
				closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
			>
				<Stack>
					<Text size="sm">{t('viewsText')}</Text>
					{saved.length > 0 && (
						<Stack gap={4}>
							{saved.map((one) => (
								<Group key={one.name} justify="space-between" wrap="nowrap">
									<UnstyledButton
										py={6}
										flex={1}
										onClick={() => {
											props.onView(one.view);
											menu.close();
										}}
									>
										<ForeignText text={one.name} />
									</UnstyledButton>
									<ActionIcon
										variant="default"
										aria-label={t('forgetView', { name: visible(one.name) })}
										onClick={() => change.mutate(saved.filter((other) => other !== one))}
									>
										<IconTrash size={16} aria-hidden />
									</ActionIcon>
								</Group>
							))}
						</Stack>
					)}
					<form
						onSubmit={(event) => {
							event.preventDefault();
							change.mutate([...others, { name: name.trim(), view: props.view() }], { onSuccess: () => setName('') });
						}}
					>
						<Group align="flex-end" wrap="nowrap">
							<TextInput
								label={t('viewName')}
								value={name}
								onChange={(event) => setName(event.currentTarget.value)}
								maxLength={80}
								autoComplete="off"
								flex={1}
							/>
							<Button type="submit" disabled={name.trim() === ''} loading={change.isPending}>
								{t('saveView')}
							</Button>
						</Group>
					</form>
					{change.isError && <ErrorNotice error={change.error} />}
				</Stack>
			</Modal>
		</>
	);
}
