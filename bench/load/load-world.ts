/** The generated mesh with people of its own, its two backends behind proxies, and two consoles behind a balancer without stickiness. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Balancer, startBalancer } from '../../e2e/support/balancer.ts';
import { startMesh } from '../../scripts/demo-processes.ts';
import { freePort } from '../../scripts/free-port.ts';
import { stopAll } from '../../scripts/run.ts';
import { type ForwardingProxy, forwardingProxy } from '../forwarding-proxy.ts';
import type { MeshSize } from '../world.ts';
import { type CallBook, createCallBook } from './calls.ts';
import { grant, type Issuer, startIssuer } from './people.ts';
import { type Replica, startReplica } from './replica.ts';
import { distinct, scopeOf, scopesOf } from './scopes.ts';

export interface VirtualService {
  metadata: { name: string; namespace: string; generation?: number };
  spec: { http?: { timeout?: string; fault?: object }[] };
}

export interface LoadWorld {
  dir: string;
  balancer: Balancer;
  replicas: readonly Replica[];
  meshPid: number;
  api: { proxy: ForwardingProxy; calls: CallBook };
  prometheus: { proxy: ForwardingProxy; calls: CallBook; mostOpen(): number };
  adminToken: string;
  /** Of the viewers. */
  tokens: readonly string[];
  scopes: number;
  editors: { token: string; namespace: string; name: string }[];
  /** A VirtualService that nobody edits. */
  marker: { namespace: string; name: string };
  /** A call to the mesh's Kubernetes API as the cluster-admin, past the proxies. */
  kubernetes(method: string, path: string, body?: object): Promise<unknown>;
  /** Sets the clock of the books: milliseconds since the timetable's start. */
  startClock(zeroMs: number): void;
  stop(): Promise<void>;
}

export interface LoadWorldOptions {
  size: MeshSize;
  people: number;
  scopes: number;
  editors: number;
  onProgress(text: string): void;
}

const collection = '/apis/networking.istio.io/v1';
const replicaCount = 2;

export async function startLoadWorld(options: LoadWorldOptions): Promise<LoadWorld> {
  const { size, onProgress } = options;
  const issuer = await startIssuer(await freePort(7690, 'the issuer'));
  const dir = join('.cache', `bench-load-${size.services}`);
  // Old consoles' folders hold nothing that a new run needs.
  rmSync(dir, { recursive: true, force: true });
  const mesh = await startMesh({
    dir,
    seed: 1,
    services: size.services,
    namespaces: size.namespaces,
    oidcIssuer: issuer.url,
    kubernetesPort: 7650,
    prometheusPort: 7670,
    onProgress: () => undefined,
  });
  const adminToken = mesh.personas.find(({ context }) => context === 'admin')?.token ?? '';
  const kubernetes = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${mesh.kubernetes}${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  onProgress('people and their rights');
  const { items: namespaces } = (await kubernetes('GET', '/api/v1/namespaces')) as {
    items: VirtualService[];
  };
  const scopes = scopesOf(
    namespaces.map(({ metadata }) => metadata.name).filter((name) => !isSystem(name)),
    options.scopes,
  );
  for (const [index, names] of scopes.entries())
    await grant(kubernetes, { group: `scope-${index}`, persona: 'viewer', namespaces: names });
  const tokens = await Promise.all(
    Array.from({ length: options.people }, (_, index) =>
      issuer.token(`viewer-${index}`, `scope-${scopeOf(index, scopes.length)}`),
    ),
  );
  const edited = await editable(kubernetes, options.editors + 1);
  const marker = edited.pop();
  if (marker === undefined) throw new Error('The mesh has no VirtualService to change.');
  const editors = await Promise.all(edited.map((place, index) => editorOf(issuer, kubernetes, place, index)));

  // Before the clock starts nothing counts.
  let zeroMs = Number.POSITIVE_INFINITY;
  const apiCalls = createCallBook();
  const api = await forwardingProxy(mesh.kubernetes, {
    onAsked: ({ url }) => apiCalls.note(Date.now() - zeroMs, /reviews$/.test(url.pathname)),
  });
  const prometheusCalls = createCallBook();
  let mostOpen = 0;
  const prometheus: ForwardingProxy = await forwardingProxy(mesh.prometheus, {
    onAsked: () => {
      prometheusCalls.note(Date.now() - zeroMs, false);
      mostOpen = Math.max(mostOpen, prometheus.open());
    },
  });
  onProgress('consoles');
  const balancer = await startBalancer();
  const sessionSecret = randomBytes(48).toString('base64url');
  const replicas: Replica[] = [];
  for (let nth = 0; nth < replicaCount; nth += 1) {
    const replica = await startReplica({
      port: await freePort(7700 + nth * 10, 'a console'),
      metricsPort: await freePort(7705 + nth * 10, 'a console’s metrics'),
      dir: join(dir, `console-${nth + 1}`),
      mesh,
      kubernetes: api.url,
      prometheus: prometheus.url,
      sessionSecret,
    });
    replicas.push(replica);
    balancer.add(replica.url);
  }
  return {
    dir,
    balancer,
    replicas,
    meshPid: mesh.process.pid ?? 0,
    api: { proxy: api, calls: apiCalls },
    prometheus: {
      proxy: prometheus,
      calls: prometheusCalls,
      mostOpen: () => {
        const most = mostOpen;
        mostOpen = 0;
        return most;
      },
    },
    adminToken,
    tokens,
    scopes: distinct(scopes),
    editors,
    marker,
    kubernetes,
    startClock: (nowMs) => {
      zeroMs = nowMs;
    },
    stop: async () => {
      await balancer.close();
      await stopAll();
      await api.close();
      await prometheus.close();
      issuer.close();
    },
  };
}

/** Nobody's own. */
const isSystem = (namespace: string) => /^(istio-|kube-|sluice|default$)/.test(namespace);

type Kubernetes = LoadWorld['kubernetes'];

/** VirtualServices of the teams with rules whose requests may have a timeout, as many as are needed. */
async function editable(
  kubernetes: Kubernetes,
  count: number,
): Promise<{ namespace: string; name: string }[]> {
  const { items } = (await kubernetes('GET', `${collection}/virtualservices`)) as {
    items: VirtualService[];
  };
  const good = items.filter(
    ({ metadata, spec }) =>
      !isSystem(metadata.namespace) && (spec.http ?? []).length > 0 && !spec.http?.[0]?.fault,
  );
  if (good.length < count)
    throw new Error(
      `The mesh has ${good.length} VirtualServices to edit; ${count - 1} editors are too many.`,
    );
  return good.slice(0, count).map(({ metadata: { namespace, name } }) => ({ namespace, name }));
}

async function editorOf(
  issuer: Issuer,
  kubernetes: Kubernetes,
  place: { namespace: string; name: string },
  index: number,
): Promise<LoadWorld['editors'][number]> {
  const group = `editor-${index}`;
  await grant(kubernetes, { group, persona: 'developer', namespaces: [place.namespace] });
  return { ...place, token: await issuer.token(group, group) };
}

export function virtualServicePath({ namespace, name }: { namespace: string; name: string }): string {
  return `${collection}/namespaces/${namespace}/virtualservices/${name}`;
}
