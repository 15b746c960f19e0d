import { Alert, Button, List, Text } from '@mantine/core';
import { IconBan, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { DamageNote } from './damage-note.tsx';
import type { Scope } from './scope.ts';
import type { Told } from './telling.ts';
import type { History } from './use-history.ts';

/** What was checked, up to where, and how many attempts were refused. */
export function Standing(props: { scope: Scope; history: History; told: readonly Told[]; onRefused: () => void }) {
	const { t } = useTranslation('custody');
	const format = useFormats();
	const { history, told } = props;
	const last = told.at(-1);
	const refused = told.filter((one) => one.refused !== undefined).length;
	const unreadable = told.filter((one) => one.unreadable).length;
	if (last === undefined) return null;
	return (
		<>
			<Alert
				variant="light"
				icon={<IconShieldCheck aria-hidden />}
				title={
					history.subjects === 1
						? t('whole', { count: told.length })
						: t('wholeOfMany', { count: told.length, subjects: format.count(history.subjects) })
				}
			>
				<List size="sm" spacing={4}>
					<List.Item>{t('checked', { size: format.count(history.ledger) })}</List.Item>
					<List.Item>
						{history.counted === undefined
							? t('asOf', { index: format.count(last.index), time: format.time(last.noted) })
							: t('counted', { index: format.count(last.index), time: format.time(history.counted) })}
					</List.Item>
					{unreadable > 0 && <List.Item>{t('unreadableSome', { count: unreadable })}</List.Item>}
				</List>
			</Alert>
			<DamageNote told={told} />
			{refused > 0 ? (
				<Alert variant="light" color="red" icon={<IconBan aria-hidden />} title={t('refusedSome', { count: refused })}>
					<Button size="xs" variant="default" onClick={props.onRefused} className="custos-screen">
						{t('showRefused')}
					</Button>
				</Alert>
			) : (
				<Text size="sm" c="dimmed">
					{t(props.scope.of === 'case' ? 'refusedNoneOfCase' : 'refusedNone')}
				</Text>
			)}
		</>
	);
}
