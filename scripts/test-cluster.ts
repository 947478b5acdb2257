/**
 * `npm run test:cluster`: Sluice on the real thing. Builds etcd, kube-apiserver, istiod and Prometheus (once), compares the demo and our
 * semantics with them, and runs the browser journeys on a cluster of them. Ends with one line `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { openApi } from '#e2e/cluster/api-client.ts';
import { runChartSuite } from '#e2e/cluster/chart/suite.ts';
import { runChecks } from '#e2e/cluster/checks/run.ts';
import { filesOf, partNames } from '#e2e/cluster/description.ts';
import type { ApiServer } from '#e2e/cluster/differential/api-server.ts';
import { run as runKubernetes } from '#e2e/cluster/differential/kubernetes/run.ts';
import { buildFor, runSuites, suites, writeFigures } from '#e2e/cluster/differential/suites.ts';
import { clusterObstacle } from '#e2e/cluster/obstacle.ts';
import { type RunningCluster, startCluster } from '#e2e/cluster/start.ts';
import { run as runTrafficProof } from '#e2e/cluster/traffic/proof/suite.ts';
import { onlyOnTheDemo } from '#e2e/support/only-on-the-demo.ts';
import { ensureBuilt } from './build.ts';
import { findChromium } from './chromium.ts';
import { type Count, runJourneys } from './journeys.ts';
import { stopAll } from './run.ts';
import { counted, reports, type Stage, summedUp } from './stage.ts';

const defaultPort = 4330;

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function journeys(executable: string, port: number, project: 'journeys' | 'outages'): Promise<Count> {
  return runJourneys({
    executable,
    report: `${reports}/cluster-${project}.json`,
    // What breaks the cluster is tried one after the other.
    args:
      project === 'outages'
        ? ['--project', 'outages', '--workers', '1']
        : ['--project', 'patient', 'journeys'],
    env: { SLUICE_E2E_WORLD: 'cluster', SLUICE_E2E_PORT: String(port) },
  });
}

/** What is run on the whole cluster, in this order: the outages break it. */
function stagesOn({ dir }: RunningCluster, executable: string, port: number): Stage[] {
  return [
    { name: 'cluster', run: () => runChecks({ dir, tell }) },
    { name: 'chart', run: () => runChartSuite({ dir, tell }) },
    { name: 'traffic', run: () => runTrafficProof({ dir, tell }) },
    { name: 'journeys', run: () => journeys(executable, port, 'journeys') },
    { name: 'outages', run: () => journeys(executable, port, 'outages') },
  ];
}

const suiteNames = suites.map(({ name }) => name);
const clusterStages = ['cluster', 'chart', 'traffic', 'journeys', 'outages'];
const stageNames = [...suiteNames, 'kubernetes', ...clusterStages];

/** `beside`: what needs no cluster and is run while outages are waited for, one at a time. */
async function onCluster({ wanted, port }: TestOptions, beside: () => Promise<unknown>): Promise<Count[]> {
  const executable = await findChromium();
  if (executable === null || !(await ensureBuilt(tell))) return [{ passed: 0, failed: 1 }];
  if (wanted.has('outages')) await buildFor(wanted, tell);
  const began = Date.now();
  const cluster = await startCluster({ dir: `.cache/e2e-${port}`, parts: partNames, port, tell });
  tell(`The cluster is ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  const counts: Count[] = [];
  try {
    for (const stage of stagesOn(cluster, executable, port)) {
      if (!wanted.has(stage.name)) continue;
      const others = stage.name === 'outages' ? beside() : null;
      counts.push(await counted(stage));
      await others;
    }
  } finally {
    await cluster.stop();
  }
  for (const { file, because } of onlyOnTheDemo) tell(`Not run on the cluster: ${file}. ${because}`);
  return counts;
}

/** How much the suite of the API server compares: enough for every case by hand, and what minutes allow at random. */
const kubernetesSize = { sequences: 120, matrices: 30, seed: 1 };

/** An API server without content, whose Istio objects istiod's webhook judges: what is written there is the suite's own. */
async function onEmptyServer({ port, write }: TestOptions): Promise<Count[]> {
  const dir = `.cache/e2e-${port}-empty`;
  const cluster = await startCluster({ dir, parts: ['istiod'], port, tell });
  const api = openApi(filesOf(dir).rootKubeconfig, 'root');
  const { server: url, token, certificateAuthority } = api;
  await api.close();
  const real: ApiServer = { url, token, certificateAuthority };
  const compare = async (): Promise<Count> => {
    const { lines, figures, ...count } = await runKubernetes({ real, ...kubernetesSize });
    for (const line of lines) tell(line);
    if (write) writeFigures('kubernetes', figures);
    return count;
  };
  try {
    return [await counted({ name: 'kubernetes', run: compare })];
  } finally {
    await cluster.stop();
  }
}

/** Those that need nothing but their oracle. */
async function onNothing({ wanted, write }: TestOptions): Promise<Count[]> {
  const counts: Count[] = [];
  for (const suite of suites.filter(({ name }) => wanted.has(name))) {
    const run = () => runSuites([suite], { seed: 1, verbose: false, write, tell });
    counts.push(await counted({ name: suite.name, run }));
  }
  return counts;
}

async function runAll(options: TestOptions): Promise<Count[]> {
  const { wanted } = options;
  const counts: Count[] = [];
  let begun: Promise<Count[]> | undefined;
  const compared = () => {
    begun ??= onNothing(options);
    return begun;
  };
  const failed = (error: unknown): Count[] => {
    tell(error instanceof Error ? error.message : String(error));
    return [{ passed: 0, failed: 1 }];
  };
  if (clusterStages.some((name) => wanted.has(name)))
    counts.push(...(await onCluster(options, compared).catch(failed)));
  if (wanted.has('kubernetes')) counts.push(...(await onEmptyServer(options).catch(failed)));
  counts.push(...(await compared().catch(failed)));
  return counts;
}

interface TestOptions {
  wanted: ReadonlySet<string>;
  port: number;
  /** Put the suites' figures into docs/fidelity.md. */
  write: boolean;
}

function readOptions(argv: readonly string[]): TestOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      write: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only?.find((name) => !stageNames.includes(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${stageNames.join(', ')}`);
  return {
    wanted: new Set(values.only ?? stageNames),
    port: Number(process.env.SLUICE_E2E_PORT ?? defaultPort),
    write: values.write,
  };
}

export async function main(argv: readonly string[]): Promise<number> {
  let options: TestOptions;
  try {
    options = readOptions(argv);
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
  const counts = await runAll(options);
  await stopAll();
  return summedUp(counts);
}
