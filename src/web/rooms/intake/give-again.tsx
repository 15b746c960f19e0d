import { Alert, Button, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { type Chosen, chosenHandles } from '../../put/chosen.ts';
import type { Listing } from '../../put/listing.ts';
import { useSession } from '../../session/use-session.ts';
import type { KeptDelivery } from './deliveries.ts';
import { FilesButton, FolderButton } from './pick-buttons.tsx';
import { deliveryOf, nameOf } from './use-deliveries.ts';
import type { IntakeWork } from './work.ts';

/**
 * Gives what a delivery was of once more, as it is now: listed anew where the browser finds it by itself, else chosen again.
 * `words`: of the button, for each way.
 */
export function GiveAgain(props: {
	open: OpenCase;
	work: IntakeWork;
	variant?: NonNullable<ButtonProps['variant']>;
	words: { found: string; folder: string; files: string };
	onListed: (delivery: KeptDelivery, listing: Listing) => Promise<void>;
}) {
	const { open, work, variant = 'filled', words, onListed } = props;
	const { t } = useTranslation('intake');
	const session = useSession();
	const { name, about, handles } = work.delivery;
	const give = useMutation({
		/** Resolves with what is in the way. */
		mutationFn: async (choosing: Promise<Chosen | undefined>): Promise<string | undefined> => {
			const chosen = await choosing;
			if (chosen === undefined) return undefined;
			if (nameOf(session, open, chosen.names) !== name) {
				const [found, wanted] = [chosen.names, about.names].map((all) => all.map(visible).join(', ')) as [
					string,
					string,
				];
				return t('unfinished.another', { found, wanted });
			}
			const listing = await chosen.list(() => undefined);
			const [files, bytes] = [listing.files.length, listing.bytes];
			await onListed(deliveryOf(session, open, chosen, listing, { ...about, files, bytes }), listing);
			return undefined;
		},
	});
	const button = { variant, loading: give.isPending };
	const single = work.listing.folder !== true && (about.names.length > 1 || about.files === 1);
	return (
		<>
			{give.isError && <ErrorNotice error={give.error} />}
			{give.data !== undefined && (
				<Alert color="yellow" role="alert">
					{give.data}
				</Alert>
			)}
			{handles !== undefined && (
				<Button {...button} onClick={() => give.mutate(Promise.resolve(chosenHandles(handles)))}>
					{words.found}
				</Button>
			)}
			{handles === undefined && (
				<FolderButton {...button} onChosen={(choosing) => give.mutate(choosing)}>
					{words.folder}
				</FolderButton>
			)}
			{handles === undefined && single && (
				<FilesButton {...button} onChosen={(choosing) => give.mutate(choosing)}>
					{words.files}
				</FilesButton>
			)}
		</>
	);
}
