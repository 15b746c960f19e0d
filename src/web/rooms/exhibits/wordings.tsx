import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Clip } from '../../../client/case/clips.ts';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import { ClipWords } from './clip-words.tsx';
import classes from './exhibits.module.css';

/** Who worded a clip and when; the earlier wordings, which are never lost, behind a click. */
export function Wordings({ clip }: { clip: Clip }) {
	const { t } = useTranslation('exhibits');
	const format = useFormats();
	const names = useNames();
	const newest = clip.versions.at(-1);
	if (newest === undefined) return null;
	const earlier = clip.versions.slice(0, -1).reverse();
	const said = (one: typeof newest) =>
		t('wording', { version: one.version, who: names(one.by), when: format.time(one.at) });
	return (
		<>
			<Text size="sm" c="dimmed">
				{said(newest)}
			</Text>
			{earlier.length > 0 && (
				<details>
					<summary>{t('earlier', { count: earlier.length })}</summary>
					<Stack gap="sm" mt="xs">
						{earlier.map((one) => (
							<div key={one.version} className={classes.older}>
								<Text size="sm" c="dimmed">
									{said(one)}
								</Text>
								{one.detail === undefined ? (
									<Text size="sm">{t('unreadable')}</Text>
								) : (
									<>
										<Text size="sm" fw={600} className={classes.words}>
											{one.detail.name ? <ForeignText text={one.detail.name} /> : t('unnamed')}
										</Text>
										<ClipWords detail={one.detail} />
									</>
								)}
							</div>
						))}
					</Stack>
				</details>
			)}
		</>
	);
}
