/**
 * The first process of the namespace: starts what is asked for, in the order in which it is needed, and ends everything with itself.
 * Standard output carries JSON lines: progress, then one with "ready". Ends when its standard input does.
 */
import { mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { buildMesh } from '#demo/content/mesh.ts';
import { definition } from '#demo/kubernetes/bootstrap.ts';
import { guestCrds } from '#demo/kubernetes/guest-crds.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { ApiClient } from './api-client.ts';
import { startConsole } from './console.ts';
import { createContentWriter, isWebhook } from './content.ts';
import { startControl } from './control.ts';
import { installCrds } from './crds.ts';
import { type Endpoints, filesOf, issuerSocket } from './description.ts';
import { istiodAddresses, startIstiod } from './istiod.ts';
import { startKubernetes } from './kube-apiserver.ts';
import { enterNetwork } from './namespace.ts';
import type { Plan } from './plan.ts';
import { Programs } from './programs.ts';
import { startPrometheus } from './prometheus.ts';
import { startRelay } from './relay.ts';
import { startTraffic } from './traffic-process.ts';
import { webhookAnswers } from './webhook.ts';

const plan: Plan = JSON.parse(process.argv[2] ?? '{}');
const dir = resolve(plan.dir);
const asked = new Set(plan.parts);

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const tell = (progress: string): void => say({ progress });

let ending = false;
const programs = new Programs(dir, (name) => {
  if (ending) return;
  process.stderr.write(`${name} ended by itself: see ${programs.logOf(name)}\n`);
  void end(1);
});

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await programs.stopAll();
  process.exit(code);
}

const isNamespace = ({ kind }: KubernetesObject): boolean => kind === 'Namespace';
const isIstio = ({ apiVersion }: KubernetesObject): boolean => apiVersion.includes('istio.io/');

/** istiod is called where its own Service says: without the rest of the content, this much is there. */
const isControlPlane = ({ kind, metadata }: KubernetesObject): boolean =>
  metadata.namespace === 'istio-system' || (kind === 'Namespace' && metadata.name === 'istio-system');

/** Istio's objects come last: the webhook that judges them is istiod's. */
async function startCluster(api: ApiClient): Promise<void> {
  const { seed, services, namespaces } = plan.mesh;
  const { objects } = buildMesh({ seed, nowMs: plan.startMs, services, namespaces, tools: false });
  const whole = asked.has('content');
  const core = objects.filter((one) => !isIstio(one) && !isWebhook(one) && (whole || isControlPlane(one)));
  const content = createContentWriter(api);
  tell('Installing the CRDs of Istio, the Gateway API and others that steer traffic');
  await Promise.all([
    installCrds(api, plan.crdFiles, guestCrds.map(definition)),
    content.write(core.filter(isNamespace)),
  ]);
  tell('Creating the objects');
  await Promise.all([
    asked.has('istiod') ? startIstiod(programs, dir, plan.binaries.istiod) : undefined,
    content.write(core.filter((one) => !isNamespace(one))),
  ]);
  if (asked.has('istiod')) {
    await content.write(objects.filter(isWebhook));
    await webhookAnswers(api);
  }
  if (whole) await content.write(objects.filter(isIstio));
}

async function run(): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { ports, binaries } = plan;
  const { issuer: issuerPort, ...served } = ports;
  for (const port of Object.values(served))
    await startRelay(relative(process.cwd(), resolve(dir, `${port}.sock`)), port);
  // The other way round: inside it is asked, outside somebody may answer.
  await startRelay(issuerPort, issuerSocket(dir));
  const issuer = `https://127.0.0.1:${issuerPort}`;
  const control = resolve(dir, 'control.sock');
  await startControl(relative(process.cwd(), control), programs);

  tell('Starting etcd, kube-apiserver and Prometheus');
  const [api] = await Promise.all([
    asked.has('kubernetes')
      ? startKubernetes(programs, { dir, port: ports.kubernetes, binaries, issuer })
      : null,
    asked.has('prometheus')
      ? startPrometheus(programs, { dir, port: ports.prometheus, binary: binaries.prometheus })
      : undefined,
  ]);
  if (api !== null) await startCluster(api);
  const prometheus = `http://127.0.0.1:${ports.prometheus}`;
  if (asked.has('traffic')) await startTraffic(programs, { plan, dir, prometheus, tell });
  if (asked.has('console')) {
    tell('Starting the console');
    await startConsole(programs, { dir, port: ports.console, prometheus });
  }
  const endpoints: Endpoints = {
    ...(asked.has('console') ? { console: `http://127.0.0.1:${ports.console}` } : {}),
    ...(api === null ? {} : { kubernetes: api.server, issuer }),
    ...(asked.has('prometheus') ? { prometheus } : {}),
    ...(asked.has('istiod') ? { istiod: istiodAddresses } : {}),
    control,
    // /proc is the one outside: it knows us by the number that others know.
    enter: enterNetwork(Number(readlinkSync('/proc/self'))),
  };
  writeFileSync(filesOf(dir).endpoints, `${JSON.stringify(endpoints, null, 2)}\n`);
  say({ ready: true, endpoints });
}

process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));
process.stdin
  .on('end', () => void end(0))
  .on('error', () => void end(0))
  .resume();
run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return end(1);
});
