#!/usr/bin/env node
/** The `sluice` command: the launcher with its command already said, so that an old Node finds the newer one here, too. */
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('./launch.mjs', import.meta.url));
process.argv = [process.argv[0], launcher, 'sluice', ...process.argv.slice(2)];
await import('./launch.mjs');
