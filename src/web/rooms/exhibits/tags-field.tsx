import { Pill, TagsInput, Text } from '@mantine/core';
import { ForeignText } from '../../parts/foreign-text.tsx';

/** Words to choose from under one heading, each with what it means. */
export interface OfferedTags {
	group: string;
	tags: readonly { tag: string; meaning?: string | null }[];
}

/** Several short texts: chosen from what is offered, or typed. */
export function TagsField(props: {
	label: string;
	description: string;
	value: string[];
	onChange: (value: string[]) => void;
	offered: readonly OfferedTags[];
}) {
	const meanings = new Map<string, string | null | undefined>();
	const data = props.offered.map(({ group, tags }) => ({
		group,
		items: tags
			.filter(({ tag }) => tag !== '' && !meanings.has(tag))
			.map(({ tag, meaning }) => {
				meanings.set(tag, meaning);
				return tag;
			}),
	}));
	return (
		<TagsInput
			label={props.label}
			description={props.description}
			value={props.value}
			onChange={props.onChange}
			data={data.filter((one) => one.items.length > 0)}
			renderPill={({ value, onRemove }) => (
				<Pill withRemoveButton onRemove={onRemove ?? (() => {})}>
					<ForeignText text={String(value)} />
				</Pill>
			)}
			renderOption={({ option }) => (
				<div>
					<ForeignText text={option.value} />
					{meanings.get(option.value) && (
						<Text size="xs" c="dimmed">
							<ForeignText text={meanings.get(option.value) ?? ''} />
						</Text>
					)}
				</div>
			)}
			comboboxProps={{ shadow: 'md' }}
			maxDropdownHeight={260}
		/>
	);
}
