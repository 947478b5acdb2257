/** Checks that have to be made inside of a running cluster's network: a program prints a JSON line for each, which is told and counted here. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readEndpoints } from './description.ts';

export interface InsideOutcome {
  name: string;
  passed: boolean;
  /** What was seen, or what is wrong. */
  text: string;
}

export interface InsideOptions {
  /** The folder that describes the cluster; the program's only argument. */
  dir: string;
  program: string;
  /** How many checks it has: what is not told was not passed. */
  checks: number;
  tell(line: string): void;
}

export async function runInside(options: InsideOptions): Promise<{ passed: number; failed: number }> {
  const { dir, program, checks, tell } = options;
  const [command = '', ...args] = [...readEndpoints(dir).enter, process.execPath, program, dir];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let passed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const outcome: InsideOutcome = JSON.parse(line);
    if (outcome.passed) passed++;
    tell(`${outcome.passed ? '✓' : '✗'} ${outcome.name}: ${outcome.text}`);
  }
  const [code] = await closed;
  if (code !== 0) tell(`✗ the checks ended with code ${code}`);
  return { passed, failed: checks - passed + (code === 0 ? 0 : 1) };
}
