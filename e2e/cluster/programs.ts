/** The programs inside the namespace: each with a log of its own, killed and started again by name, its death told when nobody asked for it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';

export interface ProgramStart {
  command: string;
  args: readonly string[];
  env?: Partial<NodeJS.ProcessEnv>;
  cwd?: string;
  /** Answers whether it can be used. */
  isReady(): Promise<boolean>;
}

const pollMs = 50;
const readyWithinMs = 60_000;
const endWithinMs = 3_000;

export class Programs {
  readonly #dir: string;
  readonly #died: (name: string) => void;
  readonly #starts = new Map<string, ProgramStart>();
  readonly #running = new Map<string, ChildProcess>();

  constructor(dir: string, died: (name: string) => void) {
    this.#dir = dir;
    this.#died = died;
  }

  logOf(name: string): string {
    return join(this.#dir, `${name}.log`);
  }

  /** Settles when it is ready; rejects when it ends before. */
  async start(name: string, start: ProgramStart): Promise<void> {
    this.#starts.set(name, start);
    const log = openSync(this.logOf(name), 'a', 0o600);
    const child = spawn(start.command, start.args, {
      cwd: start.cwd,
      env: { ...process.env, ...start.env },
      stdio: ['ignore', log, log],
    });
    this.#running.set(name, child);
    let ended = false;
    const gone = (): void => {
      ended = true;
      if (this.#running.get(name) !== child) return;
      this.#running.delete(name);
      this.#died(name);
    };
    child.once('error', gone).once('close', gone);
    const deadline = Date.now() + readyWithinMs;
    while (!(await start.isReady().catch(() => false))) {
      if (ended) throw new Error(`${name} ended while it started: see ${this.logOf(name)}`);
      if (Date.now() > deadline) throw new Error(`${name} is not ready: see ${this.logOf(name)}`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** Ends it in the middle of whatever it is doing. */
  async kill(name: string): Promise<void> {
    await this.#end(name, 'SIGKILL');
  }

  /** Starts it again as it was started. */
  async restart(name: string): Promise<void> {
    const start = this.#starts.get(name);
    if (start === undefined || this.#running.has(name)) throw new Error(`${name} is not stopped`);
    await this.start(name, start);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.#end(name, 'SIGTERM')));
  }

  async #end(name: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#running.get(name);
    if (child === undefined) return;
    this.#running.delete(name);
    const closed = once(child, 'close');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
    await closed;
    clearTimeout(timer);
  }
}

/** Whether an address answers 200. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status === 200;
}
