import { Alert, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory, IconShare3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { OpenCase } from '../../../client/cases.ts';
import { isCustosError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { ShareDialog } from '../../parts/share-dialog.tsx';
import { useMarks } from '../../session/marks.ts';
import { useSession } from '../../session/use-session.ts';
import { ItemExpunged } from '../cases/item-expunged.tsx';
import { useItem } from './item-data.ts';
import { ProposeExpunge } from './propose-expunge.tsx';
import { ReviewDesk } from './review-desk.tsx';

/** One item to look at. What others said of it is there before anything can be opened. */
export function ItemPage(props: { open: OpenCase; id: Id }) {
	const { t } = useTranslation('review');
	const { open, id } = props;
	const { role } = useSession();
	const item = useItem(open, id);
	const marks = useMarks(open);
	const name = item.data?.facts === undefined ? t('title') : visible(item.data.facts.path);
	const error = item.error ?? marks.error;
	const about =
		item.data !== undefined && marks.data !== undefined ? { item: item.data, marks: marks.data } : undefined;
	// An archive that is away for a moment takes no film from under anybody's eyes.
	const isAway = about !== undefined && isCustosError(error, 'unavailable');
	const again = () => Promise.all([item.refetch(), marks.refetch()]);
	const [sharing, share] = useDisclosure(false);
	const entries = item.data?.entries;
	const place =
		entries === undefined
			? undefined
			: entries.case !== open.id
				? t('share.here', { ns: 'common' })
				: entries.shared.length > 0
					? t('share.elsewhere', { ns: 'common' })
					: undefined;
	return (
		<RoomPage
			title={t('title')}
			heading={name}
			about={[visible(open.title), place].filter(Boolean).join(' · ')}
			actions={
				<Group gap="xs">
					<Button component={Link} href={`~${links.review(open.id)}`} variant="default">
						{t('otherItems')}
					</Button>
					<Button
						component={Link}
						href={`~${links.custody(open.id, id)}`}
						variant="default"
						leftSection={<IconHistory size={18} aria-hidden />}
					>
						{t('history')}
					</Button>
					{open.role === 'lead' && entries !== undefined && (
						<Button variant="default" leftSection={<IconShare3 size={18} aria-hidden />} onClick={share.open}>
							{t('share.action', { ns: 'common' })}
						</Button>
					)}
					{role === 'steward' && entries !== undefined && <ProposeExpunge item={id} />}
				</Group>
			}
		>
			<ShareDialog opened={sharing} onClose={share.close} from={open} items={[id]} />
			{isCustosError(error, 'not-found') ? (
				<Alert>{t('noSuchItem')}</Alert>
			) : isCustosError(error, 'expunged') ? (
				<ItemExpunged open={open} id={id}>
					{t('expungedText')}
				</ItemExpunged>
			) : error !== null && !isAway ? (
				<ErrorNotice error={error} retry={again} />
			) : about === undefined ? (
				<Busy />
			) : (
				<>
					{isAway && <ErrorNotice error={error} retry={again} />}
					<ReviewDesk open={open} about={about.item} marks={about.marks} />
				</>
			)}
		</RoomPage>
	);
}
