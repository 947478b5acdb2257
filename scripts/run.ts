/** Child processes of the scripts: started with a name, ended with their parent, never left behind. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ChildProcess>();

/** The Node that runs this script: the one the lockfile brings. */
export const node = process.execPath;

/** Runs a tool of node_modules/.bin (or any program) to its end, its output going where ours goes; answers its exit code. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const child = start(command, args, { stdio: 'inherit', ...options });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

/** Like `run`, but its output (both streams) is collected instead of shown. */
export async function collect(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ code: number; output: string }> {
  const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout?.on('data', (data) => {
    output += String(data);
  });
  child.stderr?.on('data', (data) => {
    output += String(data);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, output };
}

/** Starts a process that lives until `stopAll`, its own end, or ours. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, options);
  running.add(child);
  child.once('close', () => running.delete(child));
  child.once('error', (error) => {
    running.delete(child);
    process.stderr.write(`${command}: ${error.message}\n`);
    child.emit('close', 127);
  });
  return child;
}

/** Asks every running child to end, and makes it end after five seconds. */
export async function stopAll(): Promise<void> {
  const ending = [...running].map(async (child) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await closed;
    clearTimeout(timer);
  });
  await Promise.all(ending);
}

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
