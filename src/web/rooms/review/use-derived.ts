import { useEffect, useRef, useState } from 'react';
import { derivedFiles } from '../../../client/case/derived-files.ts';
import { parseSoundWave, SOUND_WAVE, type SoundWave } from '../../../client/case/sound-wave.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { openBody } from '../../../client/open-item.ts';
import { useSession } from '../../session/use-session.ts';
import type { AboutItem } from './item-data.ts';

export interface KeyPicture {
	name: string;
	url: string;
	ms: number | undefined;
}

/** What the worker made from an item: opened once, on request, for everything that shows a part of it. */
export interface Derived {
	/** Undefined until opened. */
	opened: { pictures: KeyPicture[]; wave: SoundWave | undefined; passedOver: readonly number[] } | undefined;
	busy: boolean;
	error: unknown;
	/** An entry in the ledger. True once opened. */
	load: () => Promise<boolean>;
}

export function useDerived(open: OpenCase, about: AboutItem, purpose: string | undefined): Derived {
	const session = useSession();
	const [opened, setOpened] = useState<Derived['opened']>();
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const urls = useRef<string[]>([]);
	const gone = useRef(false);
	useEffect(() => {
		gone.current = false;
		return () => {
			gone.current = true;
			for (const url of urls.current.splice(0)) URL.revokeObjectURL(url);
		};
	}, []);

	const load = async (): Promise<boolean> => {
		const { derived, pictures, entries } = about;
		if (derived === undefined || purpose === undefined) return false;
		setBusy(true);
		setError(undefined);
		try {
			const body = await openBody(session.connection, open, entries, 'working', purpose);
			const shown = [...pictures, ...derived.files.filter((one) => one.name === SOUND_WAVE)];
			const files = await derivedFiles(body, { size: derived.size, files: shown });
			body.secret.fill(0);
			if (gone.current) return false;
			const wave = files.find((one) => one.about.name === SOUND_WAVE);
			setOpened({
				passedOver: body.passedOver,
				wave: wave && parseSoundWave(wave.bytes),
				pictures: files
					.filter((one) => one !== wave)
					.map(({ about: { name, ptsMs }, bytes }) => {
						const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
						urls.current.push(url);
						return { name, url, ms: ptsMs };
					}),
			});
			return true;
		} catch (failure) {
			session.report(failure);
			setError(failure);
			return false;
		} finally {
			setBusy(false);
		}
	};
	return { opened, busy, error, load };
}
