/** A stage of a test command: named, counted, its time told, and kept for the end of CI's log (`.ci/run`). */
import { appendFileSync, mkdirSync } from 'node:fs';
import type { Count } from './journeys.ts';

export const reports = '.cache/test-reports';

export interface Stage {
  name: string;
  run(): Promise<Count>;
}

/** A stage that cannot even be run is one failure. */
export async function counted({ name, run }: Stage): Promise<Count> {
  const began = Date.now();
  process.stdout.write(`— ${name}\n`);
  const count = await run().catch((error: unknown): Count => {
    process.stdout.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  const line = `${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)\n`;
  process.stdout.write(line);
  mkdirSync(reports, { recursive: true });
  appendFileSync(`${reports}/stages.txt`, line);
  return count;
}

/** The line with which a test command ends; answers its exit code. */
export function summedUp(counts: readonly Count[]): number {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
