#!/usr/bin/env node
/**
 * Starts a command of the project on the Node that the lockfile brings (npm puts it first on the path), or says what is missing.
 * Plain JavaScript, so that an old Node can still read it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const commands = {
  bench: '../bench/main.ts',
  build: './build.ts',
  check: './check.ts',
  cluster: './cluster.ts',
  demo: './demo.ts',
  dev: './dev.ts',
  'image-root': './image-root.ts',
  sluice: '../cli/main.ts',
  start: './start.ts',
  test: './test.ts',
  'test:cluster': './test-cluster.ts',
  'test:oracles': './oracles.ts',
};

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const recent = major > 22 || (major === 22 && minor >= 19);
const here = dirname(fileURLToPath(import.meta.url));
const bundled = join(here, '..', 'node_modules', '.bin', 'node');

if (!recent) {
  if (existsSync(bundled) && !process.env.SLUICE_RELAUNCHED) {
    const again = spawnSync(bundled, process.argv.slice(1), {
      stdio: 'inherit',
      env: { ...process.env, SLUICE_RELAUNCHED: '1' },
    });
    process.exit(again.status ?? 1);
  }
  process.stderr.write(
    `Sluice runs on Node 22.19 or newer; this is ${process.versions.node}.\n` +
      'On Linux and most Macs `npm ci` brings a fitting Node by itself; otherwise install Node 24 (https://nodejs.org).\n',
  );
  process.exit(1);
}

const name = process.argv[2] ?? '';
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  process.stderr.write(`usage: node scripts/launch.mjs ${Object.keys(commands).join('|')}\n`);
  process.exit(2);
}
process.env.NEXT_TELEMETRY_DISABLED = '1';
// The command's paths are those of whoever calls it.
if (name !== 'sluice') process.chdir(join(here, '..'));
const { main } = await import(command);
process.exitCode = await main(process.argv.slice(3));
