/**
 * `npm run test:oracles`: our own semantics against Istio's code, built from its Go module. Not part of `npm test`, because
 * a cold build of Istio takes about 12 minutes. Options: --meshes N, --seed N, --verbose. Ends with `N passed, N failed`.
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { goObstacle } from '../e2e/go-toolchain.ts';
import { compareRoutes } from '../e2e/oracles/routes/compare.ts';

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A whole number from an option, or an error that names it. */
function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}

export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      meshes: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const options = {
    meshes: whole('meshes', values.meshes),
    seed: whole('seed', values.seed),
    verbose: values.verbose,
    tell,
  };
  const obstacle = goObstacle();
  if (obstacle !== null) {
    tell(`The oracles cannot be built: ${obstacle} (https://go.dev/dl).`);
    tell('\n0 passed, 1 failed');
    return 1;
  }
  tell('— building the route oracle (seconds, or about 12 minutes with a cold Go build cache)');
  const { stdout } = await promisify(execFile)('e2e/oracles/routes/build.sh', { encoding: 'utf8' });
  tell('— comparing routes');
  const { passed, failed } = await compareRoutes(stdout.trim(), options);
  tell(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
