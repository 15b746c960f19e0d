import type { z } from 'zod';
import type { answers } from '../domain/wire.ts';
import type { Messages } from './messages.ts';
import { shortId, timeInWords } from './words.ts';

type Told = z.infer<typeof answers.copies>;
type Task = NonNullable<Told['second']> | NonNullable<Told['rehash']>;

/** Whoever looks after objects says so every half a minute. */
const GONE_MS = 300_000;

/** How far the second copy and the re-reading are, and what is damaged: the archive's word. */
export function copiesLines({ copies: words }: Messages, { second, rehash, damaged }: Told, now: Date): string[] {
	const indent = ''.padEnd(words.title.length);
	const after = (task: Task): string[] => [
		...(task.trouble === null ? [] : [words.trouble(words.why(task.trouble.why), timeInWords(task.trouble.since))]),
		...(now.getTime() - Date.parse(task.at) > GONE_MS ? [words.gone(timeInWords(task.at))] : []),
	];
	const copied = (task: NonNullable<Told['second']>): string =>
		task.oldest === null ? words.copied : words.waiting(task.waiting, timeInWords(task.oldest));
	const lines = [...(second === null ? [words.none] : [copied(second), ...after(second)])];
	if (rehash === null) lines.push(words.notRead);
	else {
		lines.push(
			words.read(percent(rehash.done, rehash.total), timeInWords(rehash.began)),
			// Both are one process: said once.
			...(second === null ? after(rehash) : after({ ...rehash, at: now.toISOString() })),
		);
	}
	if (damaged.bodies > 0) {
		lines.push(words.damaged(damaged.bodies, damaged.since === null ? '?' : timeInWords(damaged.since)));
		if (damaged.items.length > 0) lines.push(words.items(damaged.items.map(shortId).join(' ')));
	}
	return lines.map((line, i) => (i === 0 ? words.title : indent) + line);
}

function percent(done: number, total: number): number {
	return total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
}
