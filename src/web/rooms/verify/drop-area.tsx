import { Button, FileButton, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconFileZip, IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './drop-area.module.css';
import { droppedFrom, type Picked, pickedFrom } from './picked.ts';

/** Second question: which bag. It is checked as soon as it is there. */
export function DropArea(props: {
	disabled: boolean;
	onPicked: (picked: Picked) => void;
	onError: (error: unknown) => void;
}) {
	const { t } = useTranslation('verify');
	const { disabled, onPicked, onError } = props;
	const [over, setOver] = useState(false);
	const [empty, setEmpty] = useState(false);
	const take = (picked: Picked | undefined): void => {
		setEmpty(picked === undefined);
		if (picked !== undefined) onPicked(picked);
	};
	return (
		<Stack gap="sm">
			<div>
				<Title order={2} size="h4">
					{t('bagTitle')}
				</Title>
				<Text maw="46rem">{t('bagText')}</Text>
			</div>
			<Paper
				className={classes.area}
				data-over={over && !disabled}
				onDragOver={(event) => {
					event.preventDefault();
					setOver(true);
				}}
				onDragLeave={() => setOver(false)}
				onDrop={(event) => {
					event.preventDefault();
					setOver(false);
					if (!disabled) droppedFrom(event.dataTransfer).then(take).catch(onError);
				}}
			>
				<Text>{disabled ? t('keyFirst') : t('drop')}</Text>
				<Group justify="center">
					<FileButton
						disabled={disabled}
						accept=".zip,application/zip"
						onChange={(file) => take(pickedFrom(file === null ? [] : [file]))}
						inputProps={{ 'aria-label': t('pickZip') }}
					>
						{(button) => (
							<Button {...button} disabled={disabled} leftSection={<IconFileZip size={18} aria-hidden />}>
								{t('pickZip')}
							</Button>
						)}
					</FileButton>
					<FileButton
						multiple
						disabled={disabled}
						onChange={(files) => take(pickedFrom(files))}
						inputProps={{ 'aria-label': t('pickFolder'), ...({ webkitdirectory: '' } as object) }}
					>
						{(button) => (
							<Button
								{...button}
								variant="default"
								disabled={disabled}
								leftSection={<IconFolderOpen size={18} aria-hidden />}
							>
								{t('pickFolder')}
							</Button>
						)}
					</FileButton>
				</Group>
				{empty && (
					<Text c="red" role="alert">
						{t('emptyFolder')}
					</Text>
				)}
			</Paper>
		</Stack>
	);
}
