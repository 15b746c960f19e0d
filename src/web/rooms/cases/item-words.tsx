import {
	IconAlertTriangle,
	IconCheck,
	IconCircleDashed,
	IconCopy,
	IconEyeOff,
	IconHourglass,
	IconLock,
	IconMessageExclamation,
	IconShare3,
	IconShieldCheck,
	IconStar,
	IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ItemState } from '../../../domain/wire.ts';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import classes from './item-grid.module.css';
import type { Flag, Row } from './rows.ts';
import type { Words } from './words.ts';

const SIZE = { size: 17, stroke: 1.8, 'aria-hidden': true } as const;

const states: { readonly [state in ItemState]: ReactNode } = {
	received: <IconCircleDashed {...SIZE} />,
	kept: <IconShieldCheck {...SIZE} />,
	examined: <IconCheck {...SIZE} />,
	failed: <IconAlertTriangle {...SIZE} />,
};

const flags: { readonly [flag in Flag]: ReactNode } = {
	relevant: <IconStar {...SIZE} />,
	'not-relevant': <IconX {...SIZE} />,
	'do-not-show': <IconEyeOff {...SIZE} />,
	warning: <IconAlertTriangle {...SIZE} />,
};

/** How far an item has come, by sign and word; a sign more where its examination remarked something. */
export function StateWord(props: { row: Row; words: Words }) {
	const { t } = props.words;
	const { state, kept, remarked } = props.row.item;
	const checking = t('beingChecked');
	return (
		<span className={classes.icons} title={props.row.proven ? undefined : checking}>
			{props.row.proven ? (
				states[state]
			) : (
				<span role="img" aria-label={checking} className={classes.icons}>
					<IconHourglass {...SIZE} />
				</span>
			)}{' '}
			{state === 'failed' && kept ? t('failedButKept') : t(`state.${state}`)}
			{remarked && (
				<span role="img" aria-label={t('remarked')} title={t('remarked')} className={classes.place}>
					<IconMessageExclamation {...SIZE} />
				</span>
			)}
		</span>
	);
}

/** The flags of an item as signs, each with its word for those who do not see it. */
export function FlagSigns(props: { row: Row; words: Words }) {
	const { t } = props.words;
	return (
		<span className={classes.icons}>
			{props.row.flags.map((flag) => (
				<span key={flag} role="img" aria-label={t(`flag.${flag}`)} title={t(`flag.${flag}`)}>
					{flags[flag]}
				</span>
			))}
		</span>
	);
}

/** What an item is called, or that its name can be read by nobody; whether it is elsewhere too, and there twice. */
export function ItemName(props: { row: Row; words: Words; narrow: boolean }) {
	const { t } = props.words;
	const { sameAs } = props.row;
	const { from, elsewhere } = props.row.item;
	const place = from !== undefined ? t('share.here', { ns: 'common' }) : t('share.elsewhere', { ns: 'common' });
	const same = sameAs === undefined ? undefined : t('sameAs', { name: visible(sameAs) });
	return (
		<>
			{props.row.name !== '' ? (
				<span className={props.narrow ? classes.called : classes.long}>
					<ForeignText text={props.row.name} />
				</span>
			) : (
				<span className={classes.called} title={t('unreadable')}>
					<IconLock {...SIZE} className={classes.sign} /> {t('unreadable')}
				</span>
			)}
			{(from !== undefined || elsewhere) && (
				<span role="img" aria-label={place} title={place} className={classes.place}>
					<IconShare3 {...SIZE} />
				</span>
			)}
			{same !== undefined && (
				<span role="img" aria-label={same} title={same} className={classes.place}>
					<IconCopy {...SIZE} />
				</span>
			)}
		</>
	);
}

/** Exhibit numbers, clips and notes, in few words. */
export function MarksWords(props: { row: Row; words: Words }) {
	const { t } = props.words;
	const { exhibits, clips, notes } = props.row;
	const [first, ...more] = exhibits;
	const words = [
		// Of many numbers the first, and how many more: cut off, one would pass for the other.
		...(first === undefined ? [] : [more.length === 0 ? first : `${first} +${more.length}`]),
		...(clips > 0 ? [t('nClips', { count: clips })] : []),
		...(notes > 0 ? [t('nNotes', { count: notes })] : []),
	];
	return (
		<span title={visible([...exhibits, ...words.slice(first === undefined ? 0 : 1)].join(' · '))}>
			<ForeignText text={words.join(' · ')} />
		</span>
	);
}
