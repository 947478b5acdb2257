/** The comparison of the checks with Istio's analyzers, its oracle built first: in the shape of the suites of `npm run test:cluster`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { SuiteResult } from '#e2e/cluster/differential/figures.ts';
import { compareAnalyzers, type Options } from './compare.ts';

/** Shares most of its build with istiod: seconds once that is built, about 12 minutes without. */
export async function run(options: Options): Promise<SuiteResult> {
  options.tell(
    '— building the oracle of analyzers (seconds, or about 12 minutes with a cold Go build cache)',
  );
  const built = execFileSync(join(import.meta.dirname, 'build.sh'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  options.tell(
    `— comparing what is said of ${options.mixtures} mixtures from seed ${options.seed}, and of every case`,
  );
  return compareAnalyzers(built.trim(), options);
}
