/** `npm start`: reads the configuration, reaches the cluster, serves the API and Next's pages until told to stop. `--dev` compiles pages as they are asked for. */
import { readFileSync } from 'node:fs';
import { Server } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { consoleApi } from './api/operations.ts';
import { signInOptions } from './api/sign-in/session.ts';
import { whoami } from './api/sign-in/whoami.ts';
import { isAppError } from './app-error.ts';
import { type Config, loadConfig } from './config.ts';
import { installContainer } from './container.ts';
import { createAddressOf } from './http/client-address.ts';
import { createProxiedToken } from './http/proxied-token.ts';
import { createConsoleServer, type PageHandler } from './http/server.ts';
import { servePacked } from './http/static-files.ts';
import { loadConnection } from './kubernetes/kubeconfig.ts';
import { isDemoVersion, kubernetesVersion } from './kubernetes/versions.ts';
import { createTools } from './links/tools.ts';
import { createLog } from './log.ts';
import { createMetricsServer } from './metrics/metrics-server.ts';
import { allowedDestinations, lockOutgoing } from './outgoing.ts';
import { retire } from './retire.ts';
import { createServices, type Services } from './services.ts';
import { createCookiesForPage } from './session/page-cookies.ts';

function fatal(...sentences: string[]): never {
  process.stderr.write(`${sentences.map((sentence) => `sluice: ${sentence}`).join('\n')}\n`);
  process.exit(1);
}

/**
 * As Next's own standalone server does it: the configuration as it was built. Read from the sources again, it would want the compilers,
 * which the container does not have.
 */
function passBuiltConfiguration(): void {
  const { config } = JSON.parse(readFileSync(resolve('.next', 'required-server-files.json'), 'utf8'));
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

async function preparePages(config: Config, dev: boolean): Promise<PageHandler> {
  // Next attaches its upgrade handler to the server it is given. This one never listens: ours decides about upgrades
  // and hands them on. (`getUpgradeHandler` is another one, which leaves the development socket unanswered.)
  const upgrades = new Server();
  if (!dev) passBuiltConfiguration();
  // Loaded late: a start that must fail should not first wait for it.
  const { default: next } = await import('next');
  const app = next({ dev, hostname: config.host, port: config.port, httpServer: upgrades, quiet: !dev });
  await app.prepare();
  const handle = app.getRequestHandler();
  const files = resolve('.next', 'static');
  // Packed files belong to a finished build; in development there is none.
  const request: PageHandler['request'] = async (incoming, response) => {
    if (dev || !(await servePacked(files, incoming, response))) await handle(incoming, response);
  };
  const upgrade: PageHandler['upgrade'] = async (...parts) => {
    if (!upgrades.emit('upgrade', ...parts)) parts[1].destroy();
  };
  return { request, upgrade: dev ? upgrade : null };
}

/** Persona buttons without passwords: only where nothing real can be behind them. */
async function requireDemoCluster({ kubernetes }: Services): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const version = await kubernetesVersion(kubernetes).catch(() => undefined);
    if (version === undefined) await sleep(500);
    else if (isDemoVersion(version)) return;
    else fatal('SLUICE_AUTH names demo, but this cluster is not the embedded mesh: use token.');
  }
  fatal('SLUICE_AUTH names demo, but the cluster in KUBECONFIG does not answer.');
}

function installForPages(services: Services): void {
  installContainer({
    signInOptions: () => signInOptions(services),
    currentUser: async (cookieHeader) => {
      const opened = await services.sessions.open(cookieHeader);
      if (opened.kind !== 'session') return null;
      try {
        const identity = await services.access.identity(opened.session.credential);
        return await whoami({ session: opened.session, identity }, services);
      } catch (error) {
        if (isAppError(error) && error.code === 'unauthenticated') return null;
        throw error;
      }
    },
  });
}

function cannotListen(variable: string, port: number | null, error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return `${variable} ${port} is taken: set ${variable} to a free one.`;
  return `cannot listen on HOST and ${variable} ${port} (${error.code ?? 'unknown'}).`;
}

async function main(): Promise<void> {
  const loaded = loadConfig(process.env);
  if (!loaded.ok) fatal(...loaded.error);
  const config = loaded.value;
  const log = createLog(config.logLevel);
  const connection = await loadConnection(config.kubeconfig).catch((error: unknown) =>
    fatal(error instanceof Error ? error.message : 'KUBECONFIG cannot be used.'),
  );
  const dev = process.argv.includes('--dev');
  // A compiler in the process has business of its own.
  if (!dev) {
    lockOutgoing(allowedDestinations(config, connection), (target) =>
      log.warn({ target }, 'outgoing connection refused'),
    );
  }
  const services = createServices({ config, connection, log });
  if (config.strategies.has('demo')) await requireDemoCluster(services);
  services.start();
  installForPages(services);
  const pages = await preparePages(config, dev);
  const server = createConsoleServer({
    api: consoleApi(services),
    pages,
    cookiesForPage: createCookiesForPage(services.sessions),
    origins: {
      addressOf: createAddressOf(config.trustedProxies),
      proxiedToken: createProxiedToken(config.signIn.header),
    },
    tools: createTools(services),
    toolSource: services.config.toolHosts?.source ?? null,
    publicUrl: config.publicUrl,
    log,
    retired: services.retired,
  });
  const metrics = config.metricsPort === null ? null : createMetricsServer(services.meters);
  metrics?.once('error', (error) => fatal(cannotListen('SLUICE_METRICS_PORT', config.metricsPort, error)));
  metrics?.listen(config.metricsPort ?? 0, config.host);
  server.once('error', (error) => fatal(cannotListen('PORT', config.port, error)));
  server.listen(config.port, config.host, () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    log.info({ host: config.host, port }, 'listening');
  });

  let stopping = false;
  const stop = async (drainSeconds: number) => {
    if (stopping) return;
    stopping = true;
    log.info({ drainSeconds }, 'stopping');
    await retire({ server, services, drainSeconds });
    metrics?.close();
    await Promise.race([services.stop(), sleep(2000)]);
    process.exit(0);
  };
  process.once('SIGTERM', () => stop(config.drainSeconds));
  // By hand: whoever presses Ctrl-C does not wait for others.
  process.once('SIGINT', () => stop(0));
}

await main();
