/** The proof that traffic is routed by the real istiod, on a running cluster with its traffic. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Endpoints, filesOf } from '../../description.ts';
import { checks } from './checks.ts';

export interface ProofOptions {
  /** The folder that describes the cluster. */
  dir: string;
  tell(line: string): void;
}

export async function run({ dir, tell }: ProofOptions): Promise<{ passed: number; failed: number }> {
  const { enter }: Endpoints = JSON.parse(readFileSync(filesOf(dir).endpoints, 'utf8'));
  const [command = '', ...args] = [...enter, process.execPath, 'e2e/cluster/traffic/proof/main.ts', dir];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let passed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const outcome: { name: string; passed: boolean; text: string } = JSON.parse(line);
    if (outcome.passed) passed++;
    tell(`${outcome.passed ? '✓' : '✗'} ${outcome.name}: ${outcome.text}`);
  }
  const [code] = await closed;
  if (code !== 0) tell(`✗ the checks ended with code ${code}`);
  // What was not told was not passed.
  return { passed, failed: checks.length - passed + (code === 0 ? 0 : 1) };
}
