import { logKey } from './en-log-key.ts';

/** Words of `custos proposals` and `custos threshold`. */
export const stewards = {
	help: 'what stewards proposed to one another: by whom, who approved, what is missing',
	helpApprove: 'approve what another steward proposed; whoever makes the number full carries it out',
	helpWithdraw: 'take back what you proposed',
	helpAll: 'also those that are over',
	helpYes: 'you have read the act and agree: do not ask',
	id: 'the proposal, or the beginning of its name',
	threshold: 'how many stewards must agree',
	thresholdShow: 'how many stewards must agree, and on what',
	thresholdSet: 'change it; as many must agree to this as the larger of both numbers',
	count: 'a number from 1 to that of the stewards',
	col: { proposal: 'PROPOSAL', what: 'WHAT', by: 'BY', approved: 'APPROVED', state: 'STATE' },
	state: {
		open: (missing: number) => (missing <= 0 ? 'ready: approve it' : `waits for ${missing} more`),
		done: 'done',
		withdrawn: 'withdrawn',
		stale: 'over: a steward was suspended since',
		expired: 'over: thirty days went by',
	},
	none: 'Nothing is proposed.',
	enrol: (who: string, role: string) => `let in ${who} as ${role}`,
	formerly: (who: string) => `the same person as ${who} before`,
	suspend: (who: string) => `suspend ${who}`,
	reinstate: (who: string) => `reinstate ${who}`,
	setThreshold: (count: number) => `from then on ${count} stewards must agree`,
	loss: (first: number, last: number) => `state that entries ${first} to ${last} are lost`,
	logKey,
	rotateLog: (print: string) => `rotate the key of the log; the next one is ${print}`,
	keyFingerprint: (print: string) =>
		`Compare the fingerprint of the next key with what the machine of the archive shows: ${print}`,
	expunge: (item: string) => `destroy item ${item} for ever`,
	expungeThere: 'an item is expunged by `custos expunge approve`, where its name is typed once more',
	fingerprint: (print: string) =>
		`Their fingerprint: ${print}\nLet them read theirs to you, by voice. If it differs, do not approve: somebody put in other keys.`,
	ask: 'Do you agree? Type yes: ',
	notAgreed: 'not approved; nothing was done',
	noSuch: (wanted: string) => `no proposal begins with ${wanted}: see \`custos proposals --all\``,
	several: (wanted: string) => `several proposals begin with ${wanted}: type more of it`,
	waits: (id: string, have: number, needed: number, what: string) =>
		`Proposed, not done: ${what}. ${have} of ${needed} stewards agree. The others type \`custos proposals approve ${id}\` within thirty days.`,
	ready: (id: string, what: string) => `Enough stewards agree: ${what}. The proposal is ${id}.`,
	done: (what: string, entry: number) => `Done, entry ${entry}: ${what}.`,
	withdrawn: (what: string) => `Taken back: ${what}.`,
	notYours: 'only the steward who proposed it takes it back; not to approve it is enough',
	tooMany: (most: number) =>
		`${most} of your proposals are neither done nor taken back: take some back (\`custos proposals --all\`), then propose this`,
	tooFew: (needed: number) =>
		`${needed} stewards must agree, and fewer would be left: nobody could be let in or reinstated any more. Take in another steward first, or lower the number (custos threshold set)`,
	howMany: (threshold: number, active: number) =>
		threshold === 1
			? `1 of ${active}: one steward alone decides. To destroy an item takes two.`
			: `${threshold} of ${active} stewards must agree to let somebody in, to reinstate, to suspend a steward, to state a loss, to rotate the key of the ledger, to change this number; to destroy an item at least two. To suspend anybody else takes one, at once; so does a suspension card.`,
	alone: 'With one, whoever has that steward’s keys can let in anybody. Take in others, then: custos threshold set 2',
	allNeeded: (active: number) =>
		`All ${active} are needed: if one loses their keys, or is suspended by their card, nobody can be let in, reinstated or suspended as a steward any more. Take in one more.`,
	waiting: (count: number) => `${count} proposed by stewards and open: custos proposals`,
	badCount: 'how many stewards: a whole number, 1 or more',
};
