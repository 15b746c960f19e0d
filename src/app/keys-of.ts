import type { Key } from '../db/projection.ts';
import type { Statement } from '../domain/ledger/statement.ts';
import { ARCHIVE } from './archive.ts';
import { approvalKeys } from './judge-approvals.ts';
import { cardKeys } from './judge-cards.ts';
import { caseKeyKeys } from './judge-case-keys.ts';
import { damageKeys } from './judge-damages.ts';
import { exportKeys } from './judge-exports.ts';
import { expungedKeys } from './judge-expunged.ts';
import { logKeyKeys } from './judge-log-key.ts';
import { proxyKeys } from './judge-proxies.ts';
import { reasonKeys } from './judge-reasons.ts';
import { sharedKey } from './judge-shared.ts';
import { stewardKeys } from './judge-stewards.ts';
import { listedKeys } from './listed.ts';

export { ARCHIVE };

/** Every row that judging and applying this statement may touch. */
export function keysOf(s: Statement): Key[] {
	const keys: Key[] = [
		{ table: 'people', key: s.actor },
		{ table: 'subjects', key: `${s.actor}/person` },
		{ table: 'subjects', key: `${ARCHIVE}/archive` },
	];
	const add = (table: Key['table'], key: string | number | undefined): void => {
		if (key !== undefined) keys.push({ table, key: String(key) });
	};
	if ('case' in s) {
		add('cases', s.case);
		add('members', `${s.actor}/${s.case}`);
		add('subjects', `${s.case}/case`);
	}
	if ('item' in s && s.item !== undefined) {
		add('items', s.item);
		add('subjects', `${s.item}/item`);
	}
	add('shared', sharedKey(s));
	keys.push(
		...cardKeys(s),
		...caseKeyKeys(s),
		...damageKeys(s),
		...proxyKeys(s),
		...listedKeys(s),
		...exportKeys(s),
		...expungedKeys(s),
		...approvalKeys(s),
		...stewardKeys(s),
		...reasonKeys(s),
		...logKeyKeys(s),
	);
	if (s.type === 'item.shared') {
		add('cases', s.to);
		add('members', `${s.actor}/${s.to}`);
		add('shared', `${s.item}/${s.to}`);
	}
	if (s.type === 'case.created') add('subjects', `${s.case}/item`);
	if (s.type === 'item.received') {
		add('subjects', `${s.item}/case`);
		add('derivatives', s.item);
	}
	if (s.type === 'derivative.made') add('items', s.derivative);
	const person = 'person' in s ? (typeof s.person === 'string' ? s.person : s.person.sign) : undefined;
	if (person !== undefined) {
		add('people', person);
		add('subjects', `${person}/person`);
		if ('case' in s) add('members', `${person}/${s.case}`);
	}
	if (s.type === 'archive.founded') {
		for (const steward of s.stewards) add('people', steward.sign);
	}
	if ('formerly' in s) add('people', s.formerly);
	if ('invite' in s) add('invites', s.invite);
	if ('epoch' in s) add('epochs', s.epoch);
	if ('epoch' in s || s.type === 'person.suspended') add('open_epoch', ARCHIVE);
	if ('intake' in s) add('intakes', s.intake);
	if ('derivative' in s) add('derivatives', s.derivative);
	if ('clip' in s) add('clips', s.clip);
	if ('exhibit' in s) add('exhibits', s.exhibit);
	if ('under' in s) add('exhibits', s.under);
	if (s.type === 'exhibit.added') add('numbered', `${s.case}/${s.clip ?? s.item}`);
	if (s.type === 'item.noted') for (const note of [s.note, s.replaces]) add('notes', note);
	if ('report' in s) add('reports', s.report);
	return keys;
}
