import { Button, type ButtonProps } from '@mantine/core';
import { type ChangeEvent, type ReactNode, useRef } from 'react';
import { type Chosen, chosenFiles, chosenHandles } from '../../put/chosen.ts';
import { canKeepFolders, pickFolder } from '../../put/file-access.ts';

type PickProps = ButtonProps & { children: ReactNode; onChosen: (chosen: Promise<Chosen | undefined>) => void };

/** Picks a folder: with a handle that can be kept where the browser has such, else as a list of its files. */
export function FolderButton({ onChosen, ...props }: PickProps) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<Button
				{...props}
				onClick={() => {
					if (canKeepFolders()) onChosen(pickFolder().then((folder) => folder && chosenHandles([folder])));
					else input.current?.click();
				}}
			/>
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
