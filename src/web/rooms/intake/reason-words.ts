import type { TFunction } from 'i18next';

/** The engine's reasons, as they are also written into the ledger, by what is said of them here. */
const known: {
	readonly [reason: string]: 'changed' | 'closed' | 'unreadable' | 'missing' | 'link' | 'special' | 'stored';
} = {
	'the file changed while it was read': 'changed',
	'the file changed while it was read, or the browser cannot read it': 'closed',
	'the file became shorter while it was read': 'changed',
	'the file is not the one that was begun': 'changed',
	'the file cannot be read (NotFoundError)': 'missing',
	'an earlier run began it, and it is no longer there': 'missing',
	'the stored bytes are not those that were sent': 'stored',
	'the file is said to be empty and is not': 'unreadable',
	unreadable: 'unreadable',
	missing: 'missing',
	'symbolic-link': 'link',
	'special-file': 'special',
};

/** Why a file was not taken, in the person's language. */
export function reasonInWords(t: TFunction<'intake'>, reason: string): string {
	const key = known[reason];
	if (key !== undefined) return t(`reason.${key}`);
	return reason.startsWith('the file cannot be read') ? t('reason.unreadable') : reason;
}
