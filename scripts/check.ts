/** `npm run check`: types, lint and format, import rules, dead code, what is known against our packages, and the weight of what the browser loads. */

import { advisories } from './advisories.ts';
import { ensureBuilt } from './build.ts';
import { bundleBudgets } from './bundle-budgets.ts';
import { collect } from './run.ts';

const steps: readonly [name: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '--noEmit'],
  ['lint and format', 'biome', 'check', '--error-on-warnings', '.'],
  ['import rules', 'depcruise', 'app', 'components', 'lib', 'demo', 'cli', 'scripts', 'e2e', 'bench'],
  ['dead code', 'knip'],
];

/** Answers how many steps passed and failed; prints a line a step, and the output of those that fail. */
export async function check(): Promise<{ passed: number; failed: number }> {
  let passed = 0;
  let failed = 0;
  const tell = (name: string, good: boolean, began: number, output: string): void => {
    if (good) passed += 1;
    else failed += 1;
    process.stdout.write(`${good ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
    if (!good) process.stdout.write(`${output.trimEnd()}\n`);
  };
  // Next writes the types of routes and its env file while building; the type check needs them on a fresh clone.
  let began = Date.now();
  const built = await ensureBuilt(() => undefined);
  tell('build', built, began, 'next build failed');
  for (const [name, command, ...args] of steps) {
    began = Date.now();
    const { code, output } = await collect(command, args);
    tell(name, code === 0, began, output);
  }
  began = Date.now();
  const known = await advisories();
  tell(`advisories${known.good ? `: ${known.text}` : ''}`, known.good, began, known.text);
  if (built) {
    began = Date.now();
    const { good, text } = bundleBudgets();
    tell('bundle budgets', good, began, text);
    if (good) process.stdout.write(`${text}\n`);
  }
  return { passed, failed };
}

export async function main(): Promise<number> {
  const { failed } = await check();
  return failed === 0 ? 0 : 1;
}
