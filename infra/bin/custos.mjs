#!/usr/bin/env node
// The `custos` command: src/cli/custos.ts under Node 24. Silent unless something must be installed first.
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { heapFlags } from './heap-flags.mjs';
import { launch } from './launch.mjs';

// A purpose or a note given as an argument must not stand in the list of processes.
const args = process.argv.slice(2);
process.title = 'custos';
const root = join(dirname(realpathSync(fileURLToPath(import.meta.url))), '../..');
ensureDependencies(root, { dev: false });
launch(root, [...heapFlags, join(root, 'src/cli/custos.ts'), ...args]);
