import { Kbd, Modal, Table, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isTyping } from '../parts/is-typing.ts';
import { rooms } from '../rooms.ts';
import { useCaseAtHand } from './case-at-hand.ts';
import { roomAddress } from './room-address.ts';
import { useShownKeys } from './room-keys.ts';

/** How long after `g` a letter still names a room. */
const SEQUENCE_MS = 1500;

/** The keys of every page: `?` lists them, `g` and a letter goes to a room. */
export function KeyboardHelp(props: { opened: boolean; onOpen: () => void; onClose: () => void }) {
	const { t } = useTranslation();
	const [, go] = useLocation();
	const atHand = useCaseAtHand();
	const own = useShownKeys();
	const began = useRef(0);
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
			if (event.key === '?') return props.onOpen();
			const room = rooms.find((one) => event.code === `Key${one.key.toUpperCase()}`);
			if (performance.now() - began.current < SEQUENCE_MS && room !== undefined) {
				began.current = 0;
				go(roomAddress(room, atHand));
			} else if (event.code === 'KeyG') began.current = performance.now();
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, [props.onOpen, go, atHand]);
	return (
		<Modal
			opened={props.opened}
			onClose={props.onClose}
			title={t('keysTitle')}
			closeButtonProps={{ 'aria-label': t('close') }}
		>
			<Table>
				<Table.Tbody>
					<Row keys={['Ctrl', 'K']} text={t('keyPalette')} />
					<Row keys={['Alt', 'L']} text={t('keyLock')} />
					<Row keys={['?']} text={t('keyHelp')} />
					<Row keys={['Esc']} text={t('keyEscape')} />
					<Row keys={['G']} text={t('keyGo')} />
				</Table.Tbody>
			</Table>
			{own.length > 0 && (
				<>
					<Title order={3} size="h5" mt="md" mb="xs">
						{t('keysOfRoom')}
					</Title>
					<Table>
						<Table.Tbody>
							{own.map(({ keys, text }) => (
								<Row key={keys.join()} keys={keys} text={text} />
							))}
						</Table.Tbody>
					</Table>
				</>
			)}
			<Title order={3} size="h5" mt="md" mb="xs">
				{t('navigation')}
			</Title>
			<Table>
				<Table.Tbody>
					{rooms.map((room) => (
						<Row key={room.id} keys={['G', room.key.toUpperCase()]} text={t('title', { ns: room.id })} />
					))}
				</Table.Tbody>
			</Table>
		</Modal>
	);
}

function Row(props: { keys: readonly string[]; text: string }) {
	return (
		<Table.Tr>
			<Table.Td w={130}>
				{props.keys.map((key) => (
					<Kbd key={key} mr={4}>
						{key}
					</Kbd>
				))}
			</Table.Td>
			<Table.Td>{props.text}</Table.Td>
		</Table.Tr>
	);
}
