/** `npm run demo`: the console on the embedded mesh, with three personas, on any machine with Node. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wholeNumber } from './arguments.ts';
import { ensureBuilt } from './build.ts';
import { type MeshReady, startConsole, startMesh } from './demo-processes.ts';
import { progress, stayInForeground } from './foreground.ts';
import { freePort } from './free-port.ts';
import { openBrowser } from './open-browser.ts';
import { personaLines } from './persona-lines.ts';
import { stopAll } from './run.ts';

const usage = `usage: npm run demo -- [--port 3000] [--seed 1] [--services N] [--namespaces M] [--clusters K] [--oidc-issuer URL] [--dir .demo] [--no-open]

  --port        where the console listens (the next free port is used when it is taken)
  --seed        the same seed gives the same mesh and the same traffic
  --services    grow the mesh to this many services (default: about twenty)
  --namespaces  with --services: to this many application namespaces
  --clusters    of the mesh in all, up to 4: the others are seen by their traffic alone (default: 1)
  --oidc-issuer its ID tokens for the client "sluice" are taken by the mesh's Kubernetes API
  --dir         where kubeconfig, endpoints.json and tokens are kept
  --no-open     do not open a browser
`;

interface DemoArguments {
  port: number;
  seed: number;
  services?: number;
  clusters?: number;
  namespaces?: number;
  oidcIssuer?: string;
  dir: string;
  open: boolean;
}

export async function main(argv: readonly string[], dev = false): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  const parsed = readArguments(argv);
  if (!parsed) return 2;
  return stayInForeground(({ isStopping }) => runDemo(parsed, dev, isStopping), stopAll);
}

async function runDemo(options: DemoArguments, dev: boolean, stopping: () => boolean): Promise<void> {
  const report = progress();
  const { dir } = options;
  mkdirSync(dir, { recursive: true });
  const mesh = startMesh({
    dir,
    seed: options.seed,
    ...(options.services === undefined ? {} : { services: options.services }),
    ...(options.namespaces === undefined ? {} : { namespaces: options.namespaces }),
    ...(options.clusters === undefined ? {} : { clusters: options.clusters }),
    ...(options.oidcIssuer === undefined ? {} : { oidcIssuer: options.oidcIssuer }),
    kubernetesPort: 6550,
    prometheusPort: 9095,
    onProgress: report,
  });
  mesh.catch(() => undefined);
  if (!dev && !(await ensureBuilt(report))) throw new Error('Without a build there is nothing to show.');
  const ready = await mesh;
  report('Starting the console');
  const port = await freePort(options.port, 'the console');
  const { url, process: console } = await startConsole({ port, mesh: ready, dev });
  console.once('close', () => {
    if (stopping()) return;
    process.stderr.write('The console ended; stopping the mesh.\n');
    void stopAll().then(() => process.exit(1));
  });
  writeFileSync(
    join(dir, 'endpoints.json'),
    `${JSON.stringify({ console: url, kubernetes: ready.kubernetes, prometheus: ready.prometheus }, null, 2)}\n`,
  );
  process.stdout.write(announcement(url, ready));
  if (options.open) openBrowser(url);
}

function announcement(url: string, ready: MeshReady): string {
  return [
    '',
    `Sluice is ready: ${url}`,
    '',
    'Sign in as one of three personas (a button each, no password):',
    ...personaLines(ready.personas),
    '',
    `kubectl --kubeconfig ${join(ready.dir, 'kubeconfig')} --context developer get virtualservices -n bookinfo`,
    `Ctrl-C ends everything. The console's log is ${join(ready.dir, 'console.log')}.`,
    '',
    '',
  ].join('\n');
}

function readArguments(argv: readonly string[]): DemoArguments | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      allowNegative: true,
      options: {
        port: { type: 'string', default: '3000' },
        seed: { type: 'string', default: '1' },
        services: { type: 'string' },
        namespaces: { type: 'string' },
        clusters: { type: 'string' },
        'oidc-issuer': { type: 'string' },
        dir: { type: 'string', default: '.demo' },
        open: { type: 'boolean', default: true },
      },
    });
    return {
      port: wholeNumber('--port', values.port, 1, 65_535),
      seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
      ...(values.services === undefined
        ? {}
        : { services: wholeNumber('--services', values.services, 1, 10_000) }),
      ...(values.namespaces === undefined
        ? {}
        : { namespaces: wholeNumber('--namespaces', values.namespaces, 1, 1_000) }),
      ...(values.clusters === undefined
        ? {}
        : { clusters: wholeNumber('--clusters', values.clusters, 1, 4) }),
      ...(values['oidc-issuer'] === undefined ? {} : { oidcIssuer: values['oidc-issuer'] }),
      dir: values.dir,
      open: values.open,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}
