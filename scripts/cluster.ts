/** `npm run cluster`: etcd, kube-apiserver, istiod, Prometheus and real traffic in a namespace of their own, with the demo's content and the console. */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { personas } from '#demo/content/access.ts';
import { partNames } from '#e2e/cluster/description.ts';
import { clusterObstacle } from '#e2e/cluster/obstacle.ts';
import { type RunningCluster, startCluster } from '#e2e/cluster/start.ts';
import { wholeNumber } from './arguments.ts';
import { ensureBuilt } from './build.ts';
import { progress, stayInForeground } from './foreground.ts';
import { personaLines } from './persona-lines.ts';
import { stopAll } from './run.ts';

const usage = `usage: npm run cluster -- [--port 3100] [--dir .cluster]

  --port  where the console listens (the next free port is used when it is taken)
  --dir   where kubeconfig, endpoints.json and the logs are kept
`;

interface ClusterArguments {
  port: number;
  dir: string;
}

function readArguments(argv: readonly string[]): ClusterArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '3100' },
      dir: { type: 'string', default: '.cluster' },
    },
  });
  return { port: wholeNumber('--port', values.port, 1, 65_000), dir: values.dir };
}

function announcement({ dir, endpoints }: RunningCluster): string {
  const inDir = (name: string) => join(relative(process.cwd(), dir), name);
  return [
    '',
    `Sluice is ready: ${endpoints.console}`,
    '',
    'Sign in as one of three personas (a button each, no password):',
    ...personaLines(personas),
    '',
    `Kubernetes  ${endpoints.kubernetes}`,
    `            kubectl --kubeconfig ${inDir('kubeconfig')} --context developer get virtualservices -n bookinfo`,
    `Prometheus  ${endpoints.prometheus}`,
    `Inside      ${endpoints.enter.join(' ')} COMMAND`,
    '',
    `Ctrl-C ends everything. Logs are ${inDir('*.log')}.`,
    '',
    '',
  ].join('\n');
}

export async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  let options: ClusterArguments;
  try {
    options = readArguments(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const tell = progress();
  const obstacle = clusterObstacle(tell);
  if (obstacle !== null) {
    process.stderr.write(`A cluster cannot be made here: ${obstacle}.\n`);
    return 1;
  }
  let cluster: RunningCluster | null = null;
  return stayInForeground(
    async ({ isStopping, stop }) => {
      if (!(await ensureBuilt(tell))) throw new Error('Without a build there is nothing to show.');
      const { port, dir } = options;
      cluster = await startCluster({ port, dir, parts: partNames, tell });
      process.stdout.write(announcement(cluster));
      await cluster.ended;
      if (isStopping()) return;
      process.stderr.write('The cluster ended.\n');
      await stop(1);
    },
    async () => {
      // A cluster that has not come up yet ends with us.
      await Promise.all([cluster?.stop(), stopAll()]);
    },
  );
}
