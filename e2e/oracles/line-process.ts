/** A program that answers each line of its standard input with a line, in order: how an oracle written in Go is asked. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';

export interface LineProcess {
  /** One question at a time. Rejects when the process has ended. */
  ask(question: object): Promise<unknown>;
  stop(): void;
}

const stderrKept = 2_000;

export function startLineProcess(binary: string, args: readonly string[] = []): LineProcess {
  // Folders that exist keep a package of Istio's tests from printing warnings among the answers.
  const env = { ...process.env, TARGET_OUT: tmpdir(), LOCAL_OUT: tmpdir() };
  const child = spawn(binary, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  // Writing to a process that died fails too; its missing answer tells more.
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => {
    stderr += error.message;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`the oracle ended: ${stderr}`);
      return JSON.parse(line.value) as unknown;
    },
    stop: () => child.kill(),
  };
}
