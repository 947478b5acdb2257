/**
 * The suites that compare Sluice with the real thing, by name, and how they are run: one after another, their figures put into
 * docs/fidelity.md when asked. By hand: `node e2e/cluster/differential/suites.ts [--only NAME] [--seed N] [--verbose] [--write]`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBinary } from '../build.ts';
import { type Figures, type SuiteResult, withFigures } from './figures.ts';

export interface SuiteOptions {
  /** Everything random follows from it. */
  seed: number;
  /** Tell more of each difference. */
  verbose: boolean;
  tell(line: string): void;
}

export interface Suite {
  name: string;
  run(options: SuiteOptions): Promise<SuiteResult>;
}

const meshes = 300;
const mixtures = 2000;
const queries = 5000;
/** Of admission: mutants, and every how many objects one also goes to a running API server, where there is one. */
const corpus = { size: 7600, sampleEvery: 17 };

/** Each is loaded when it is run: one that needs much is no burden on the others. */
export const suites: readonly Suite[] = [
  {
    name: 'promql',
    run: async (options) => (await import('./promql/suite.ts')).run({ ...options, queries }),
  },
  {
    name: 'traces',
    run: async (options) => (await import('./traces/suite.ts')).run(options),
  },
  {
    name: 'admission',
    run: async ({ seed }) => (await import('./admission/run.ts')).run({ ...corpus, seed }),
  },
  {
    name: 'routes',
    run: async (options) => (await import('#e2e/oracles/routes/suite.ts')).run({ ...options, meshes }),
  },
  {
    name: 'analyzers',
    run: async (options) => (await import('#e2e/oracles/analyzers/suite.ts')).run({ ...options, mixtures }),
  },
];

const oracles = join(import.meta.dirname, '../../oracles');

/** What the suites would build when they are run, built now: both processors are busy with it, for minutes where Go's cache is cold. */
export async function buildFor(wanted: ReadonlySet<string>, tell: (line: string) => void): Promise<void> {
  if (wanted.has('traces')) await buildBinary('jaeger', tell);
  for (const name of ['admission', 'routes', 'analyzers'].filter((oracle) => wanted.has(oracle)))
    execFileSync(join(oracles, name, 'build.sh'), { stdio: ['ignore', 'ignore', 'inherit'] });
}

const page = join(import.meta.dirname, '../../../docs/fidelity.md');

/** Puts the figures into docs/fidelity.md. */
export function writeFigures(name: string, figures: Figures): void {
  writeFileSync(page, withFigures(readFileSync(page, 'utf8'), name, figures));
}

/** `write` puts the figures into docs/fidelity.md. */
export async function runSuites(
  chosen: readonly Suite[],
  { write, ...options }: SuiteOptions & { write: boolean },
): Promise<{ passed: number; failed: number }> {
  let [passed, failed] = [0, 0];
  for (const { name, run } of chosen) {
    options.tell(`— ${name}`);
    const result = await run(options);
    for (const line of result.lines) options.tell(line);
    passed += result.passed;
    failed += result.failed;
    if (write) writeFigures(name, result.figures);
  }
  return { passed, failed };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const chosen = suites.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0)
    throw new Error(`${values.only} is none of ${suites.map(({ name }) => name).join(', ')}`);
  const tell = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const { verbose, write } = values;
  const { passed, failed } = await runSuites(chosen, { seed: Number(values.seed), verbose, write, tell });
  tell(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
