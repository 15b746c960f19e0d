/** What `npm start` says. */
export const start = {
	starts: (home: string) => `Custos starts; its data is in ${home}`,
	buildsRoom: 'The review room’s sources are newer than what was built: building it (a few seconds)',
	runs: (address: string) => `Custos is running. The review room is at ${address}   (Ctrl-C stops it)`,
	onlyHere:
		'Only this machine can reach it: without a certificate (TLS_CERT, TLS_KEY) it listens on the loopback alone.',
	empty: 'It is empty. To become its first steward, open this address once, in the browser you will work with:',
	orType: 'or type in another terminal:',
	once: 'The code works once. Either way makes your key and, once, the recovery key: take that one offline.',
	runsAlready:
		'Custos runs there already, or is just stopping. For another archive beside it set CUSTOS_HOME and PORT.',
};
