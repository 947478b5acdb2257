/**
 * `npm test`: everything. Checks, unit and contract tests, then the browser journeys on the embedded mesh.
 * Ends with one line `N passed, N failed`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { check } from './check.ts';
import { findChromium } from './chromium.ts';
import { tellFailures, unitFailures, type VitestReport } from './failures.ts';
import { type Count, readReport, runJourneys, settle } from './journeys.ts';
import { run } from './run.ts';
import { counted, reports, summedUp } from './stage.ts';

async function unit(): Promise<Count> {
  const file = `${reports}/unit.json`;
  const code = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const written = readReport<
    VitestReport & { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number }
  >(file);
  if (written === null) return { passed: 0, failed: 1 };
  tellFailures(file, unitFailures(written));
  const { numPassedTests, numFailedTests, numFailedTestSuites } = written;
  return settle(
    { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) },
    code,
  );
}

async function browser(): Promise<Count> {
  const executable = await findChromium();
  if (executable === null) return { passed: 0, failed: 1 };
  return runJourneys({ executable, report: `${reports}/browser.json` });
}

export async function main(): Promise<number> {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const counts: Count[] = [];
  for (const stage of [
    { name: 'checks', run: check },
    { name: 'unit and contract tests', run: unit },
    { name: 'browser tests', run: browser },
  ])
    counts.push(await counted(stage));
  return summedUp(counts);
}
