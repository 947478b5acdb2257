/**
 * `npm run test:oracles`: our own semantics against Istio's code, built from its Go module. Not part of `npm test`, because
 * a cold build of Istio takes about 12 minutes. Options: --meshes N, --seed N, --verbose. Ends with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { goObstacle } from '../e2e/go-toolchain.ts';
import type { Options } from '../e2e/oracles/routes/compare.ts';
import { run } from '../e2e/oracles/routes/suite.ts';

const usage = 'usage: npm run test:oracles -- [--meshes N] [--seed N] [--verbose]';

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is not a whole number`);
  return Number(text);
}

/** Throws on options that do not exist or make no sense. */
function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      meshes: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
    },
  });
  return { meshes: whole(values.meshes), seed: whole(values.seed), verbose: values.verbose, tell };
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
  const { passed, failed, lines } = await run(options);
  for (const line of lines) tell(line);
  tell(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
