/** Words of `custos refuse`. */
export const refuse = {
	done: (who: string) =>
		`Withdrawn: ${who}. Nobody can come in by this invite any more, and the request that was made by it is gone.`,
	none: (wanted: string) => `no open invite and no request fits ${wanted}: \`custos refuse\` shows them`,
	nothing: 'No invite is open.',
	nobodyYet: 'nobody yet',
	invite: 'invite',
	asks: 'asks to join',
};
