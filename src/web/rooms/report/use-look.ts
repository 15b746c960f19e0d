import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Hex32 } from '../../../domain/ids.ts';
import type { ReportChoices } from '../../../report/gather/report-choices.ts';
import type { Outgoing } from '../../../report/outgoing.ts';
import { MEMORY_LIMIT, savingKind } from '../../parts/save-place.ts';
import { useSession } from '../../session/use-session.ts';
import { bytesOf } from './preview-rows.ts';

/** Looking through what will leave, before it may. */
export interface Look {
	/** What would leave now; undefined until it is asked for, and once it is about something else. */
	readonly shown: readonly Outgoing[] | undefined;
	/** Something else was shown before. */
	readonly old: boolean;
	/** Its person says that they looked through what is shown. */
	readonly looked: boolean;
	/** More than this browser can hold, as far as is known. */
	readonly tooLarge: boolean;
	readonly pending: boolean;
	readonly error: unknown;
	show(): void;
	setLooked(looked: boolean): void;
}

/** `of`: what is looked at; for anything else it is looked anew. `by`: who will make the report. */
export function useLook(of: unknown, choices: ReportChoices | undefined, by?: Hex32): Look {
	const { connection } = useSession();
	const [looked, setLooked] = useState<unknown>();
	const preview = useMutation({
		// The choices hold the signer's key: it is not kept when the room is left.
		gcTime: 0,
		mutationFn: async (wish: { of: unknown; choices: ReportChoices }) => {
			const { previewReport } = await import('../../../report/gather/preview-report.ts');
			return { of: wish.of, outgoing: await previewReport(connection, wish.choices, by) };
		},
	});
	const shown = preview.data?.of === of ? preview.data?.outgoing : undefined;
	return {
		shown,
		old: preview.data !== undefined && shown === undefined,
		looked: shown !== undefined && looked === shown,
		tooLarge: savingKind() === 'memory' && shown !== undefined && bytesOf(shown) > MEMORY_LIMIT,
		pending: preview.isPending,
		error: preview.error,
		show() {
			if (choices !== undefined) preview.mutate({ of, choices });
		},
		setLooked: (yes) => setLooked(yes ? shown : undefined),
	};
}
