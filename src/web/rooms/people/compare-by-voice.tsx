import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fingerprint } from '../../../client/identity.ts';
import classes from './compare-by-voice.module.css';

/** A fingerprint to be held against what somebody reads out, and what to say. `worker`: a machine says it, not a person. */
export function CompareByVoice(props: { person: string; worker?: boolean }) {
	const { t } = useTranslation('people');
	const groups = fingerprint(props.person).split(' ');
	return (
		<Stack gap="sm">
			{props.worker === true ? (
				<Text>{t('compareWorker')}</Text>
			) : (
				<List type="ordered" spacing={4}>
					<List.Item>{t('compare1')}</List.Item>
					<List.Item>{t('compare2')}</List.Item>
					<List.Item>{t('compare3')}</List.Item>
				</List>
			)}
			<ol className={classes.groups} aria-label={t('fingerprint')}>
				{groups.map((group, i) => (
					// The same four characters may come twice.
					<li key={`${i}-${group}`}>{group}</li>
				))}
			</ol>
		</Stack>
	);
}
