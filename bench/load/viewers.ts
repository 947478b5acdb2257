/** The process of the viewers, and what it tells. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { node, start } from '../../scripts/run.ts';
import type { Read } from './reads.ts';

export interface ViewerSettings {
  url: string;
  /** Of the people; the nth viewer is one of them. */
  tokens: readonly string[];
  everyMs: number;
  /** In which those who are new come, one after another. */
  rampMs: number;
}

/** A second of all viewers. */
export interface ViewerLine {
  /** Due (Unix milliseconds), took, HTTP status, bytes. */
  reads: [dueMs: number, tookMs: number, status: number, bytes: number][];
  signedIn: number;
  signInFailures: number;
  /** Streams: opened, ended by the other side, not opened. */
  opened: number;
  cuts: number;
  refusals: number;
  events: number;
  /** The most that this process itself was late. */
  lateMs: number;
}

export interface ViewerSecond extends Omit<ViewerLine, 'reads'> {
  openStreams: number;
  /** Since the start of the timetable. */
  atMs: number;
}

export interface Viewers {
  pid: number;
  reads: Read[];
  seconds: ViewerSecond[];
  /** So many from now on; they only become more. */
  want(count: number): void;
  stop(): void;
}

/** `zeroMs()`: Unix milliseconds at which the timetable starts. */
export function startViewers(dir: string, settings: ViewerSettings, zeroMs: () => number): Viewers {
  const file = join(dir, 'viewers.json');
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  const child = start(node, [join('bench', 'load', 'viewer-process.ts'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const reads: Read[] = [];
  const seconds: ViewerSecond[] = [];
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const { reads: answered, ...second } = JSON.parse(text) as ViewerLine & { openStreams: number };
      seconds.push({ ...second, atMs: Date.now() - zeroMs() });
      for (const [dueMs, tookMs, status, bytes] of answered)
        reads.push({ dueMs: dueMs - zeroMs(), tookMs, status, bytes });
    });
  }
  return {
    pid: child.pid ?? 0,
    reads,
    seconds,
    want: (count) => void child.stdin?.write(`${count}\n`),
    stop: () => void child.kill('SIGTERM'),
  };
}
