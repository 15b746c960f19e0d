// What was typed may hold a purpose or a code: it is not for everybody who can list processes. So this comes before
// anything is loaded.
process.title = 'custos';

const [{ custos }, { terminalIo }] = await Promise.all([import('./program.ts'), import('./terminal.ts')]);
process.exitCode = await custos(process.argv.slice(2), terminalIo());
// Connections that are kept alive for reuse would keep the process too.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));

export {};
