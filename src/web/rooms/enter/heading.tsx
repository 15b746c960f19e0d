import { Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** The heading of one step at the door. It takes the focus, so that a new step is read out. */
export function Heading(props: { title: string; children?: ReactNode }) {
	const ref = useRef<HTMLHeadingElement>(null);
	// On a page that was only just loaded nobody went there: it takes the focus, and does not show it.
	const [quiet, setQuiet] = useState(() => !navigator.userActivation.hasBeenActive);
	useEffect(() => ref.current?.focus(), []);
	return (
		<div className="custos-screen-only">
			<Title
				order={1}
				size="h2"
				ref={ref}
				tabIndex={-1}
				onBlur={() => setQuiet(false)}
				{...(quiet && { style: { outline: 'none' } })}
			>
				{props.title}
			</Title>
			{props.children !== undefined && (
				<Text mt="xs" component="div">
					{props.children}
				</Text>
			)}
		</div>
	);
}
