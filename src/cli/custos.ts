import { custos } from './program.ts';
import { terminalIo } from './terminal.ts';

// What was typed may hold a purpose or a code: it is not for everybody who can list processes.
process.title = 'custos';
process.exitCode = await custos(process.argv.slice(2), terminalIo());
// Connections that are kept alive for reuse would keep the process too.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
