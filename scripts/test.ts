/**
 * `npm test`: everything. Checks, unit and contract tests, then the browser journeys on the embedded mesh.
 * Ends with one line `N passed, N failed`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { check } from './check.ts';
import { findChromium } from './chromium.ts';
import { run } from './run.ts';

interface Count {
  passed: number;
  failed: number;
}

const reports = '.cache/test-reports';

async function unit(): Promise<Count> {
  const file = `${reports}/unit.json`;
  const code = await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const { numPassedTests, numFailedTests, numFailedTestSuites } = readReport(file) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
  };
  return settle(
    { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) },
    code,
  );
}

async function browser(executable: string): Promise<Count> {
  const file = `${reports}/browser.json`;
  const env = { ...process.env, SLUICE_CHROMIUM: executable, PLAYWRIGHT_JSON_OUTPUT_FILE: resolve(file) };
  const code = await run(
    'playwright',
    ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    { env },
  );
  const { stats } = readReport(file) as { stats: { expected: number; unexpected: number; flaky: number } };
  return settle({ passed: stats.expected, failed: stats.unexpected + stats.flaky }, code);
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {
      numPassedTests: 0,
      numFailedTests: 1,
      numFailedTestSuites: 1,
      stats: { expected: 0, unexpected: 1, flaky: 0 },
    };
  }
}

/** A runner that failed without a failing test (it did not even start) counts as one failure; so does one that ran nothing. */
function settle(count: Count, code: number): Count {
  if ((code !== 0 || count.passed === 0) && count.failed === 0) return { ...count, failed: 1 };
  return count;
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
  counts.push(executable ? await browser(executable) : { passed: 0, failed: 1 });
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
