/** The browser journeys (e2e/*.e2e.ts) by Playwright, and how a runner's report is counted. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { journeyFailures, type PlaywrightReport, tellFailures } from './failures.ts';
import { run } from './run.ts';

export interface Count {
  passed: number;
  failed: number;
}

/** The report that a runner wrote; null when it wrote none. */
export function readReport<Report>(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** A runner that failed without a failing test (it did not even start) counts as one failure; so does one that ran nothing. */
export function settle(count: Count, code: number): Count {
  if ((code !== 0 || count.passed === 0) && count.failed === 0) return { ...count, failed: 1 };
  return count;
}

export interface JourneyOptions {
  /** Of the browser. */
  executable: string;
  /** Where the report is written. */
  report: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export async function runJourneys({ executable, report, args = [], env }: JourneyOptions): Promise<Count> {
  mkdirSync(dirname(report), { recursive: true });
  const code = await run(
    'playwright',
    ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json', ...args],
    {
      env: {
        ...process.env,
        ...env,
        SLUICE_CHROMIUM: executable,
        PLAYWRIGHT_JSON_OUTPUT_FILE: resolve(report),
      },
    },
  );
  const written = readReport<
    PlaywrightReport & { stats: { expected: number; unexpected: number; flaky: number } }
  >(report);
  if (written === null) return { passed: 0, failed: 1 };
  tellFailures(report, journeyFailures(written));
  const { expected, unexpected, flaky } = written.stats;
  return settle({ passed: expected + flaky, failed: unexpected }, code);
}
