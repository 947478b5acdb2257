/**
 * `npm run test:oracles`: our own semantics against Istio's code, built from its Go module. Not part of `npm test`, because
 * a cold build of Istio takes about 12 minutes. Options: --only NAME, --meshes N, --mixtures N, --seed N, --verbose. Ends with
 * `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { goObstacle } from '../e2e/go-toolchain.ts';
import { run as runAnalyzers } from '../e2e/oracles/analyzers/suite.ts';
import { run as runRoutes } from '../e2e/oracles/routes/suite.ts';

const usage =
  'usage: npm run test:oracles -- [--only routes|analyzers] [--meshes N] [--mixtures N] [--seed N] [--verbose]';

interface Options {
  only: string | undefined;
  meshes: number;
  mixtures: number;
  seed: number;
  verbose: boolean;
}

interface Counts {
  passed: number;
  failed: number;
}

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const suites = new Map<string, (options: Options) => Promise<Counts>>([
  ['routes', routes],
  ['analyzers', analyzers],
]);

async function routes({ meshes, seed, verbose }: Options): Promise<Counts> {
  const { lines, ...counts } = await runRoutes({ meshes, seed, verbose, tell });
  for (const line of lines) tell(line);
  return counts;
}

async function analyzers({ mixtures, seed }: Options): Promise<Counts> {
  const { lines, ...counts } = await runAnalyzers({ mixtures, seed, tell });
  for (const line of lines) tell(line);
  return counts;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is not a whole number`);
  return Number(text);
}

/** Throws on options that do not exist or make no sense. */
function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      meshes: { type: 'string', default: '300' },
      mixtures: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const { only, verbose } = values;
  if (only !== undefined && !suites.has(only)) throw new Error(`there is no suite "${only}"`);
  return {
    only,
    meshes: whole(values.meshes),
    mixtures: whole(values.mixtures),
    seed: whole(values.seed),
    verbose,
  };
}

export async function main(argv: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(argv);
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage}\n`);
    return 2;
  }
  const obstacle = goObstacle();
  if (obstacle !== null) {
    tell(`The oracles cannot be built: ${obstacle} (https://go.dev/dl).`);
    tell('\n0 passed, 1 failed');
    return 1;
  }
  const sum: Counts = { passed: 0, failed: 0 };
  for (const [name, compare] of suites) {
    if (options.only !== undefined && options.only !== name) continue;
    const { passed, failed } = await compare(options);
    sum.passed += passed;
    sum.failed += failed;
  }
  const { passed, failed } = sum;
  tell(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
