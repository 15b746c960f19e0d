import { Button, type ButtonProps } from '@mantine/core';
import { type ChangeEvent, type ReactNode, useRef } from 'react';
import { type Chosen, chosenFiles } from '../../put/chosen.ts';

type PickProps = ButtonProps & { children: ReactNode; onChosen: (chosen: Promise<Chosen | undefined>) => void };

/** Picks a folder, as a list of its files: handles of folders pass over names, with nothing to compare them with. */
export function FolderButton({ onChosen, ...props }: PickProps) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<Button {...props} onClick={() => input.current?.click()} />
			<input
				ref={input}
				type="file"
				hidden
				data-pick="folder"
				onChange={(event) => onChosen(taken(event))}
				{...{ webkitdirectory: '' }}
			/>
		</>
	);
}

/** Picks single files. */
export function FilesButton({ onChosen, ...props }: PickProps) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<Button {...props} onClick={() => input.current?.click()} />
			<input ref={input} type="file" multiple hidden data-pick="files" onChange={(event) => onChosen(taken(event))} />
		</>
	);
}

async function taken({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<Chosen | undefined> {
	const files = [...(currentTarget.files ?? [])];
	// The same folder may be chosen again.
	currentTarget.value = '';
	return chosenFiles(files);
}
