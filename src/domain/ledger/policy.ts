import { toHex } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { parseWitnessKey } from './cosignature.ts';
import { type NoteKey, parseKey } from './note.ts';

/** Which logs and which witnesses one believes (C2SP tlog-policy). */
export interface Policy {
	logs: { key: NoteKey; url?: string }[];
	witnesses: Witness[];
	/** Whether these witnesses, by name, are enough. */
	enough: (cosigned: ReadonlySet<string>) => boolean;
}

export interface Witness {
	/** What this policy calls it. */
	name: string;
	key: NoteKey;
	url?: string;
}

/** Lines of a policy that are read: an archive with more witnesses than this is not one of ours. */
const LONGEST = 1000;

type Rule = (cosigned: ReadonlySet<string>) => boolean;

/** Reads a policy strictly. Throws `bad-request` with the number of the line that is wrong. */
export function parsePolicy(source: string): Policy {
	const policy: Omit<Policy, 'enough'> = { logs: [], witnesses: [] };
	const rules = new Map<string, Rule>();
	const members = new Set<string>();
	const keys = new Set<string>();
	let quorum: Rule | undefined;
	const lines = source.split('\n');
	const wrong = (at: number, why: string): CustosError =>
		new CustosError('bad-request', `line ${at + 1} of the policy: ${why}`);
	if (lines.length > LONGEST) throw wrong(LONGEST, 'it is too long');
	if (lines.at(-1) !== '') throw wrong(lines.length - 1, 'it does not end');

	for (const [at, line] of lines.entries()) {
		if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) throw wrong(at, 'it has a control character');
		const words = line.split(/[ \t]+/).filter((word) => word !== '');
		const [what, ...rest] = words;
		if (what === undefined || what.startsWith('#')) continue;
		const define = (name: string, rule: Rule): void => {
			if (name === 'none' || rules.has(name)) throw wrong(at, 'this name is taken');
			rules.set(name, rule);
		};
		const once = (read: (vkey: string) => NoteKey, vkey: string): NoteKey => {
			let key: NoteKey;
			try {
				key = read(vkey);
			} catch (cause) {
				throw new CustosError('bad-request', `line ${at + 1} of the policy: this is not a key of that kind`, { cause });
			}
			const name = `${what} ${toHex(key.publicKey)}`;
			if (keys.has(name)) throw wrong(at, 'this key stands there already');
			keys.add(name);
			return key;
		};
		switch (what) {
			case 'log': {
				const [vkey, url, more] = rest;
				if (vkey === undefined || more !== undefined) throw wrong(at, 'it should read: log KEY [URL]');
				policy.logs.push({ key: once(parseKey, vkey), ...(url === undefined ? {} : { url }) });
				break;
			}
			case 'witness': {
				const [name, vkey, url, more] = rest;
				if (name === undefined || vkey === undefined || more !== undefined)
					throw wrong(at, 'it should read: witness NAME KEY [URL]');
				define(name, (cosigned) => cosigned.has(name));
				policy.witnesses.push({ name, key: once(parseWitnessKey, vkey), ...(url === undefined ? {} : { url }) });
				break;
			}
			case 'group': {
				const [name, some, ...names] = rest;
				if (name === undefined || some === undefined || names.length === 0)
					throw wrong(at, 'it should read: group NAME all|any|NUMBER MEMBER…');
				const parts = names.map((one) => {
					const rule = rules.get(one);
					if (rule === undefined) throw wrong(at, 'a member is not defined above');
					if (members.has(one)) throw wrong(at, 'a member is in a group already');
					members.add(one);
					return rule;
				});
				const k = some === 'all' ? parts.length : some === 'any' ? 1 : /^[1-9]\d*$/.test(some) ? Number(some) : 0;
				if (k < 1 || k > parts.length) throw wrong(at, 'the number of members needed is impossible');
				define(name, (cosigned) => parts.filter((rule) => rule(cosigned)).length >= k);
				break;
			}
			case 'quorum': {
				const [name, more] = rest;
				const rule = name === 'none' ? (): boolean => true : name === undefined ? undefined : rules.get(name);
				if (rule === undefined || more !== undefined)
					throw wrong(at, 'it should read: quorum NAME|none, with a NAME from above');
				if (quorum !== undefined) throw wrong(at, 'there is a quorum already');
				quorum = rule;
				break;
			}
			default:
				throw wrong(at, 'it begins with none of log, witness, group, quorum');
		}
	}
	if (quorum === undefined) throw wrong(lines.length - 1, 'there is no quorum');
	return { ...policy, enough: quorum };
}

/**
 * A policy as it may be shown to anybody: this one log, the witnesses without their addresses, no remarks, in the order
 * they stand. `source` must be a policy.
 */
export function publicPolicy(source: string, log: string): string {
	const lines = source.split('\n').flatMap((line) => {
		const words = line.split(/[ \t]+/).filter((word) => word !== '');
		if (words[0] === 'witness') return [words.slice(0, 3).join(' ')];
		return words[0] === 'group' || words[0] === 'quorum' ? [words.join(' ')] : [];
	});
	return [`log ${log}`, ...lines, ''].join('\n');
}
