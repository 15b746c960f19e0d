import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useSession } from '../../session/use-session.ts';

/** A dialog that asks for one text and does something with it; stays open, with the text, when that fails. */
export function AskText(props: {
	opened: boolean;
	onClose: () => void;
	title: string;
	/** What will happen, and what it means. */
	about: string;
	label: string;
	start: string;
	/** Said when nothing was written; without it, nothing is a text too. */
	required?: string;
	yes: string;
	danger?: boolean;
	work: { mutateAsync: (text: string) => Promise<unknown>; isPending: boolean; error: unknown; reset: () => void };
	onDone: () => void;
}) {
	const { t } = useTranslation();
	const { work } = props;
	const close = (): void => {
		work.reset();
		props.onClose();
	};
	return (
		<Modal opened={props.opened} onClose={close} title={props.title} closeButtonProps={{ 'aria-label': t('close') }}>
			<Stack gap="md">
				<Text>{props.about}</Text>
				<TextForm {...props} onClose={close} />
			</Stack>
		</Modal>
	);
}

function TextForm(props: Parameters<typeof AskText>[0]) {
	const session = useSession();
	const { t } = useTranslation();
	const [text, setText] = useState(props.start);
	const [tried, setTried] = useState(false);
	const { work, required } = props;
	const missing = required !== undefined && text.trim() === '';
	const send = async (event: SyntheticEvent): Promise<void> => {
		event.preventDefault();
		setTried(true);
		if (missing || work.isPending) return;
		try {
			await work.mutateAsync(text.trim());
		} catch {
			// Shown below, and reported by the query client.
			return;
		}
		props.onDone();
		props.onClose();
	};
	return (
		<form
			onSubmit={(event) => {
				send(event).catch(session.report);
			}}
			noValidate
		>
			<Stack gap="md">
				<Textarea
					label={props.label}
					value={text}
					onChange={(event) => setText(event.currentTarget.value)}
					autosize
					maxRows={8}
					required={required !== undefined}
					error={tried && missing ? required : undefined}
					data-autofocus
				/>
				{work.error !== null && <ErrorNotice error={work.error} />}
				<Group justify="flex-end" gap="sm">
					<Button variant="default" onClick={props.onClose}>
						{t('cancel')}
					</Button>
					<Button type="submit" loading={work.isPending} {...(props.danger === true ? { color: 'red.9' } : {})}>
						{props.yes}
					</Button>
				</Group>
			</Stack>
		</form>
	);
}
