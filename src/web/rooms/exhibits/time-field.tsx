import { ActionIcon, TextInput } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';

/** A place in the recording, as typed or as the player stands. */
export function TimeField(props: {
	label: string;
	value: string;
	onChange: (value: string) => void;
	/** Said below it, as the number of the frame. */
	frame: string | undefined;
	fault: string | undefined;
	/** Takes the time where the player stands. */
	take?: { label: string; onTake: () => void } | undefined;
}) {
	return (
		<TextInput
			label={props.label}
			value={props.value}
			onChange={(event) => props.onChange(event.currentTarget.value)}
			placeholder="00:01:12.500"
			description={props.frame}
			inputWrapperOrder={['label', 'input', 'description', 'error']}
			error={props.fault}
			required
			autoComplete="off"
			spellCheck={false}
			rightSection={
				props.take && (
					<ActionIcon
						variant="subtle"
						size="md"
						onClick={props.take.onTake}
						aria-label={props.take.label}
						title={props.take.label}
					>
						<IconPlayerTrackNext size={18} aria-hidden />
					</ActionIcon>
				)
			}
		/>
	);
}
