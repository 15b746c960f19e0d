import { Badge, Button, Group, NavLink, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFolder, IconFolderPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useCases } from '../../session/queries.ts';
import { NewCaseForm } from './new-case-form.tsx';

/** Every case one is a member of, and a way to begin another. */
export function CaseList() {
	const { t } = useTranslation('cases');
	const cases = useCases({ watch: true });
	const [making, form] = useDisclosure(false);
	const begin = (
		<Button leftSection={<IconFolderPlus size={18} aria-hidden />} onClick={form.open}>
			{t('newCase')}
		</Button>
	);
	const none = cases.data?.length === 0;
	return (
		<RoomPage title={t('title')} about={t('about')} actions={none ? undefined : begin}>
			{cases.isError && <ErrorNotice error={cases.error} retry={() => cases.refetch()} />}
			{cases.isPending && <Busy />}
			{none && (
				<Paper withBorder p="xl" maw="42rem">
					<Stack align="flex-start">
						<Text>{t('noneYet')}</Text>
						{begin}
					</Stack>
				</Paper>
			)}
			{cases.data !== undefined && !none && (
				<Paper withBorder p={6} maw="52rem">
					{cases.data.map((one) => (
						<NavLink
							key={one.id}
							component={Link}
							href={`~${links.case(one.id)}`}
							py="sm"
							leftSection={<IconFolder size={22} stroke={1.6} aria-hidden />}
							label={
								<Group gap="sm">
									<Badge variant="default" radius="sm">
										<ForeignText text={one.prefix} />
									</Badge>
									<ForeignText text={one.title} />
								</Group>
							}
							description={
								<>
									{t('youAre', { role: t(`role.${one.role}`) })}
									{one.description && (
										<Text component="span" inherit lineClamp={2}>
											<ForeignText text={one.description} />
										</Text>
									)}
								</>
							}
						/>
					))}
				</Paper>
			)}
			<NewCaseForm opened={making} onClose={form.close} />
		</RoomPage>
	);
}
