/**
 * `npm run test:cluster`: Sluice on the real thing. Builds etcd, kube-apiserver, istiod and Prometheus (once), compares the demo and our
 * semantics with them, and runs the browser journeys on a cluster of them. Ends with one line `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { runChecks } from '#e2e/cluster/checks/run.ts';
import { partNames } from '#e2e/cluster/description.ts';
import { runSuites, suites } from '#e2e/cluster/differential/suites.ts';
import { clusterObstacle } from '#e2e/cluster/obstacle.ts';
import { type RunningCluster, startCluster } from '#e2e/cluster/start.ts';
import { run as runTrafficProof } from '#e2e/cluster/traffic/proof/suite.ts';
import { onlyOnTheDemo } from '#e2e/support/only-on-the-demo.ts';
import { ensureBuilt } from './build.ts';
import { findChromium } from './chromium.ts';
import { type Count, runJourneys } from './journeys.ts';
import { followParent } from './parent.ts';
import { stopAll } from './run.ts';

const reports = '.cache/test-reports';
const defaultPort = 4330;

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface Stage {
  name: string;
  run(): Promise<Count>;
}

function journeys(executable: string, port: number, project: 'journeys' | 'outages'): Promise<Count> {
  return runJourneys({
    executable,
    report: `${reports}/cluster-${project}.json`,
    args: ['--project', project],
    env: { SLUICE_E2E_WORLD: 'cluster', SLUICE_E2E_PORT: String(port) },
  });
}

/** What is run on the whole cluster, in this order: the outages break it. */
function stagesOn({ dir }: RunningCluster, executable: string, port: number): Stage[] {
  return [
    { name: 'cluster', run: () => runChecks({ dir, tell }) },
    { name: 'traffic', run: () => runTrafficProof({ dir, tell }) },
    { name: 'journeys', run: () => journeys(executable, port, 'journeys') },
    { name: 'outages', run: () => journeys(executable, port, 'outages') },
  ];
}

const stageNames = [...suites.map(({ name }) => name), 'cluster', 'traffic', 'journeys', 'outages'];

/** A stage that cannot even be run is one failure. */
async function counted({ name, run }: Stage): Promise<Count> {
  const began = Date.now();
  tell(`— ${name}`);
  const count = await run().catch((error: unknown): Count => {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { passed: 0, failed: 1 };
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  tell(`${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`);
  return count;
}

async function onCluster(wanted: ReadonlySet<string>, port: number): Promise<Count[]> {
  const executable = await findChromium();
  if (executable === null || !(await ensureBuilt(tell))) return [{ passed: 0, failed: 1 }];
  const began = Date.now();
  const cluster = await startCluster({ dir: `.cache/e2e-${port}`, parts: partNames, port, tell });
  tell(`The cluster is ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  followParent(() => cluster.stop());
  const counts: Count[] = [];
  try {
    for (const stage of stagesOn(cluster, executable, port))
      if (wanted.has(stage.name)) counts.push(await counted(stage));
  } finally {
    await cluster.stop();
  }
  for (const { file, because } of onlyOnTheDemo) tell(`Not run on the cluster: ${file}. ${because}`);
  return counts;
}

async function runAll({ wanted, write }: Wishes, port: number): Promise<Count[]> {
  const counts: Count[] = [];
  for (const suite of suites.filter(({ name }) => wanted.has(name))) {
    const run = () => runSuites([suite], { seed: 1, verbose: false, write, tell });
    counts.push(await counted({ name: suite.name, run }));
  }
  if (stageNames.slice(suites.length).some((name) => wanted.has(name))) {
    const failed = (error: unknown): Count[] => {
      tell(error instanceof Error ? error.message : String(error));
      return [{ passed: 0, failed: 1 }];
    };
    counts.push(...(await onCluster(wanted, port).catch(failed)));
  }
  return counts;
}

interface Wishes {
  /** Names of stages. */
  wanted: ReadonlySet<string>;
  /** Put the figures of the suites into docs/fidelity.md. */
  write: boolean;
}

function readWishes(argv: readonly string[]): Wishes {
  const { values } = parseArgs({
    args: [...argv],
    options: { only: { type: 'string', multiple: true }, write: { type: 'boolean', default: false } },
  });
  const unknown = values.only?.find((name) => !stageNames.includes(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${stageNames.join(', ')}`);
  return { wanted: new Set(values.only ?? stageNames), write: values.write };
}

export async function main(argv: readonly string[]): Promise<number> {
  let wishes: Wishes;
  try {
    wishes = readWishes(argv);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${text}\nusage: npm run test:cluster -- [--only NAME]… [--write]\n`);
    return 2;
  }
  const obstacle = clusterObstacle(tell);
  if (obstacle !== null) {
    tell(`The real cluster cannot be made here: ${obstacle}.\n\n0 passed, 1 failed`);
    return 1;
  }
  const counts = await runAll(wishes, Number(process.env.SLUICE_E2E_PORT ?? defaultPort));
  await stopAll();
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  tell(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
