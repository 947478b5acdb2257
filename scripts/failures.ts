/**
 * What failed, out of the runners' reports, in a few lines each: printed last, where the end of a long log still shows it
 * (`.ci/run` repeats these files after everything else).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Lines of a failure's own message that are worth repeating. */
const maximalLines = 25;

const shortened = (message: string): string =>
  stripVTControlCharacters(message).split('\n').slice(0, maximalLines).join('\n');

export interface PlaywrightReport {
  suites: readonly PlaywrightSuite[];
  errors?: readonly { message?: string }[];
}

interface PlaywrightSuite {
  title: string;
  suites?: readonly PlaywrightSuite[];
  specs: readonly {
    title: string;
    file: string;
    line: number;
    tests: readonly {
      /** `flaky`: passed at the second try. */
      status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      results: readonly { errors?: readonly { message?: string }[] }[];
    }[];
  }[];
}

/** Each journey that failed or needed a second try: its place, its name, its first error. */
export function journeyFailures({ suites, errors = [] }: PlaywrightReport): string[] {
  const inside = (suite: PlaywrightSuite): string[] => [
    ...suite.specs.flatMap(({ title, file, line, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ status, results }) => {
          const said = status === 'flaky' ? 'passed at the second try' : 'failed';
          const messages = results
            .flatMap((result) => result.errors ?? [])
            .map(({ message }) => message ?? '');
          return `${said}: e2e/${file}:${line} › ${title}\n${shortened(messages[0] ?? '')}`;
        }),
    ),
    ...(suite.suites ?? []).flatMap(inside),
  ];
  return [...errors.map(({ message }) => `failed: ${shortened(message ?? '')}`), ...suites.flatMap(inside)];
}

export interface VitestReport {
  testResults: readonly {
    name: string;
    status: string;
    message: string;
    assertionResults: readonly {
      fullName: string;
      status: string;
      failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** Each unit test that failed, and each file that could not even be loaded. */
export function unitFailures({ testResults }: VitestReport): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`failed: ${name}\n${shortened(message)}`];
    return failed.map(
      ({ fullName, failureMessages }) =>
        `failed: ${name} › ${fullName}\n${shortened(failureMessages?.[0] ?? '')}`,
    );
  });
}

/** Prints them and leaves them beside the report for whoever prints the end of the log; nothing for nothing. */
export function tellFailures(report: string, failures: readonly string[]): void {
  if (failures.length === 0) return;
  const text = `${failures.join('\n\n')}\n`;
  const file = report.replace(/\.json$/, '.failures');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`\n${text}`);
}
