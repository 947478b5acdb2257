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

const reports = '.cache/test-reports';

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

export async function main(): Promise<number> {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const counts: Count[] = [];
  process.stdout.write('— checks\n');
  counts.push(await check());
  process.stdout.write('— unit and contract tests\n');
  counts.push(await unit());
  process.stdout.write('— browser tests\n');
  const executable = await findChromium();
  counts.push(
    executable
      ? await runJourneys({ executable, report: `${reports}/browser.json` })
      : { passed: 0, failed: 1 },
  );
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
