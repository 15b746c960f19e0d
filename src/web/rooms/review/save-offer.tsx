import { Button, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import type { ItemEntries } from '../../../client/open-item.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import type { Offered } from '../../parts/place.ts';
import { choosePlace, MEMORY_LIMIT, savingKind } from '../../parts/save-place.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import type { SavedThing } from './saved-things.ts';
import { saveInto } from './saving.ts';

/** Says what the file is, called how and lying where, and saves it when asked to. */
export function SaveOffer(props: {
	open: OpenCase;
	item: ItemEntries;
	thing: SavedThing;
	file: Offered;
	purpose: string;
	/** What it is, before its name. */
	children?: ReactNode;
}) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const session = useSession();
	const queries = useQueryClient();
	const { open, item, thing, file, purpose } = props;
	const kind = savingKind();
	const limit = format.bytes(MEMORY_LIMIT);
	const tooLarge = kind === 'memory' && (thing.size ?? 0) > MEMORY_LIMIT;
	const save = useMutation({
		mutationFn: async () => {
			const place = await choosePlace(file);
			if (place === undefined) return;
			await saveInto(session, open, item, { thing, name: file.name, purpose, place });
			await queries.invalidateQueries({ queryKey: [...keys.case(open.id), 'history'] });
		},
	});
	return (
		<Stack gap="xs" align="flex-start">
			<Text size="sm" style={{ overflowWrap: 'anywhere' }}>
				{props.children} <ForeignText text={file.name} />
			</Text>
			<Text size="sm" c="dimmed">
				{t(tooLarge ? 'save.tooLarge' : `save.place.${kind}`, { limit })}
			</Text>
			<Button
				variant="default"
				leftSection={<IconDownload size={18} aria-hidden />}
				loading={save.isPending}
				disabled={tooLarge}
				onClick={() => save.mutate()}
			>
				{t(`save.go.${thing.what}`)}
			</Button>
			{save.isError && <ErrorNotice error={save.error} />}
		</Stack>
	);
}
