/** The checks of a running cluster, and of how one ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { runInside } from '../run-inside.ts';
import { checks } from './checks.ts';

export interface ChecksOptions {
  dir: string;
  tell(line: string): void;
}

const goneWithinMs = 10_000;

/** The process that starts a namespace, and whose death is to end what is in it: tells the number of a process inside. */
const parent = `
import { spawnInNamespace } from './e2e/cluster/namespace.ts';
const inside = 'read -r pid rest </proc/self/stat; echo "$pid"; exec sleep 600';
spawnInNamespace(['sh', '-c', inside]).stdout.pipe(process.stdout);
`;

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return String(line);
}

/** Also when nobody is left to ask for it. */
async function diesWithItsParent(): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const inside = `/proc/${await firstLine(child)}`;
  if (!existsSync(inside)) throw new Error('nothing was started');
  child.kill('SIGKILL');
  const deadline = Date.now() + goneWithinMs;
  while (existsSync(inside)) {
    if (Date.now() > deadline) throw new Error(`${inside} outlives its parent`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function runChecks({ dir, tell }: ChecksOptions): Promise<{ passed: number; failed: number }> {
  const { passed, failed } = await runInside({
    dir,
    tell,
    program: 'e2e/cluster/checks/main.ts',
    checks: checks.length,
  });
  const dies = await diesWithItsParent().then(
    () => true,
    (error: unknown) => {
      tell(String(error));
      return false;
    },
  );
  tell(`${dies ? '✓' : '✗'} a namespace ends with its parent, also when that is killed`);
  return { passed: passed + Number(dies), failed: failed + Number(!dies) };
}
