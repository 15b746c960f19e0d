/** Why a policy of witnesses or a list of certificates that somebody brings cannot be used, in every language; as in `reasons-bag.ts`. */
export const policyReasons = {
	policyLong: {
		en: 'line {n} of the policy: it is too long',
		ru: 'строка {n} правил: текст слишком длинный',
	},
	policyUnended: {
		en: 'line {n} of the policy: it does not end',
		ru: 'строка {n} правил: последняя строка не завершена',
	},
	policyControl: {
		en: 'line {n} of the policy: it has a control character',
		ru: 'строка {n} правил: в ней есть управляющий знак',
	},
	policyTaken: {
		en: 'line {n} of the policy: this name is taken',
		ru: 'строка {n} правил: это имя уже занято',
	},
	policyKey: {
		en: 'line {n} of the policy: this is not a key of that kind',
		ru: 'строка {n} правил: это не ключ такого вида',
	},
	policyKeyTwice: {
		en: 'line {n} of the policy: this key stands there already',
		ru: 'строка {n} правил: этот ключ уже назван',
	},
	policyShape: {
		en: 'line {n} of the policy: it should read: {form}',
		ru: 'строка {n} правил: она должна быть такой: {form}',
	},
	policyMember: {
		en: 'line {n} of the policy: a member is not defined above',
		ru: 'строка {n} правил: участник группы не определён выше',
	},
	policyMemberTwice: {
		en: 'line {n} of the policy: a member is in a group already',
		ru: 'строка {n} правил: участник уже состоит в группе',
	},
	policyNumber: {
		en: 'line {n} of the policy: the number of members needed is impossible',
		ru: 'строка {n} правил: столько участников потребовать нельзя',
	},
	policyQuorumTwice: {
		en: 'line {n} of the policy: there is a quorum already',
		ru: 'строка {n} правил: строка quorum уже есть',
	},
	policyWord: {
		en: 'line {n} of the policy: it begins with none of log, witness, group, quorum',
		ru: 'строка {n} правил: она не начинается ни с log, ни с witness, ни с group, ни с quorum',
	},
	policyNoQuorum: {
		en: 'line {n} of the policy: there is no quorum',
		ru: 'строка {n} правил: нет строки quorum, которая говорит, кого достаточно',
	},
	noCertificate: {
		en: 'there is no certificate in this text (PEM)',
		ru: 'в этом тексте нет сертификата (PEM)',
	},
	certificateUnread: {
		en: 'a certificate in this text cannot be read',
		ru: 'один из сертификатов нельзя прочесть',
	},
} as const;
