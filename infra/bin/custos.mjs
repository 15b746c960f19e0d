#!/usr/bin/env node
// The `custos` command: src/cli/custos.ts under Node 24. Silent unless something must be installed first.
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { launch } from './launch.mjs';

const root = join(dirname(realpathSync(fileURLToPath(import.meta.url))), '../..');
ensureDependencies(root, { dev: false });
launch(root, [join(root, 'src/cli/custos.ts'), ...process.argv.slice(2)]);
