/** `npm run cluster`: etcd, kube-apiserver, istiod, Prometheus and real traffic in a namespace of their own, with the demo's content and the console. */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { personas } from '#demo/content/access.ts';
import { clusterObstacle } from '#e2e/cluster/obstacle.ts';
import { type RunningCluster, startCluster } from '#e2e/cluster/start.ts';
import { ensureBuilt } from './build.ts';
import { personaRights } from './demo.ts';
import { followParent } from './parent.ts';
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
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_000)
    throw new RangeError(`--port takes a whole number from 1 to 65000, not "${values.port}".`);
  return { port, dir: values.dir };
}

const tell = (line: string): void => {
  process.stdout.write(`… ${line}\n`);
};

function announcement({ dir, endpoints }: RunningCluster): string {
  const inDir = (name: string) => join(relative(process.cwd(), dir), name);
  const people = personas.map(
    ({ context, displayName }) =>
      `  ${context.padEnd(10)} ${displayName.padEnd(11)} ${personaRights[context]}`,
  );
  return [
    '',
    `Sluice is ready: ${endpoints.console}`,
    '',
    'Sign in as one of three personas (a button each, no password):',
    ...people,
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
  let options: ClusterArguments;
  try {
    if (argv.includes('--help')) {
      process.stdout.write(usage);
      return 0;
    }
    options = readArguments(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const obstacle = clusterObstacle(tell);
  if (obstacle !== null) {
    process.stderr.write(`A cluster cannot be made here: ${obstacle}.\n`);
    return 1;
  }
  // Whatever is building or starting ends with us.
  let cluster: RunningCluster | null = null;
  let stopping = false;
  followParent(async () => {
    stopping = true;
    await Promise.all([cluster?.stop(), stopAll()]);
    process.exit(0);
  });
  try {
    if (!(await ensureBuilt(tell))) return 1;
    cluster = await startCluster({
      ...options,
      parts: ['content', 'istiod', 'prometheus', 'traffic', 'console'],
      tell,
    });
  } catch (error) {
    if (!stopping) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await stopAll();
    return 1;
  }
  process.stdout.write(announcement(cluster));
  await cluster.ended;
  if (stopping) return 0;
  process.stderr.write('The cluster ended.\n');
  return 1;
}
