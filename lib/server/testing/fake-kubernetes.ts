/** A Kubernetes API for tests: lists and watches of given objects, tokens, access reviews by a small table, and faults on demand. */
import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { ClusterConnection } from '../kubernetes/kubeconfig.ts';
import { type Recorded, type Recorder, sendJson, startRecorder } from './recorder.ts';

export interface FakeUser {
  name: string;
  /** `verb group/resource namespace`, each part may be `*`; the namespace `*` means everywhere. */
  grants: readonly string[];
}

export interface FakeKubernetes extends Recorder {
  connection: ClusterConnection;
  users: Map<string, FakeUser>;
  /** Objects by `group/plural`. */
  objects: Map<string, KubernetesObject[]>;
  gitVersion: string;
  /** Called first; true means it has answered. */
  fault: ((request: Recorded, response: ServerResponse) => boolean) | null;
  /** Sends one line to every open watch of `group/plural`. */
  emit(plural: string, line: string): void;
  openWatches(plural: string): number;
  /** Ends the open watches of `group/plural`. */
  cut(plural: string): void;
}

export const consoleToken = 'console-account-token';

interface ReviewBody {
  spec?: {
    resourceAttributes?: {
      verb?: string;
      group?: string;
      resource?: string;
      subresource?: string;
      namespace?: string;
    };
  };
}

export function mayDo(
  user: FakeUser,
  attributes: NonNullable<NonNullable<ReviewBody['spec']>['resourceAttributes']>,
): boolean {
  const { verb = '', group = '', subresource, namespace } = attributes;
  const resource = [attributes.resource ?? '', ...(subresource === undefined ? [] : [subresource])].join('/');
  return user.grants.some((grant) => {
    const [verbs, kind = '', place] = grant.split(' ');
    const fits = (pattern: string | undefined, text: string) => pattern === '*' || pattern === text;
    const inPlace = place === '*' || (namespace !== undefined && place === namespace);
    return fits(verbs, verb) && (kind === '*' || kind === `${group}/${resource}`) && inPlace;
  });
}

function reviewed({ spec }: ReviewBody) {
  return spec?.resourceAttributes ?? {};
}

export async function startFakeKubernetes(): Promise<FakeKubernetes> {
  const watches = new Map<string, Set<ServerResponse>>();

  function respond(request: Recorded, response: ServerResponse): void {
    if (fake.fault?.(request, response)) return;
    const [, group = '', plural] =
      /^\/(?:api|apis\/([^/]+))\/v1(?:(?:alpha|beta)\d)?\/([a-z]+)$/.exec(request.path) ?? [];
    const token = /^Bearer (.*)$/.exec(String(request.headers.authorization ?? ''))?.[1];
    const known = token === undefined || token === consoleToken || fake.users.has(token);
    if (known && plural !== undefined && request.query.has('watch')) {
      watch(`${group}/${plural}`, response);
      return;
    }
    const { status, body } = known
      ? answer(request, fake.users.get(token ?? ''), `${group}/${plural}`)
      : { status: 401, body: { kind: 'Status', code: 401, message: `unknown token ${token}` } };
    sendJson(response, status, body);
  }

  function answer(
    request: Recorded,
    user: FakeUser | undefined,
    key: string,
  ): { status: number; body: object } {
    const refusal = (status: number) => ({ status, body: { kind: 'Status', code: status } });
    if (request.path === '/version') return { status: 200, body: { gitVersion: fake.gitVersion } };
    if (request.path.endsWith('/selfsubjectreviews')) {
      if (user === undefined) return refusal(403);
      return { status: 201, body: { status: { userInfo: { username: user.name, groups: ['g'] } } } };
    }
    if (request.path.endsWith('/selfsubjectaccessreviews')) {
      if (user === undefined) return refusal(403);
      return { status: 201, body: { status: { allowed: mayDo(user, reviewed(JSON.parse(request.body))) } } };
    }
    if (request.method !== 'GET' || key.endsWith('undefined')) return refusal(404);
    const all = fake.objects.get(key) ?? [];
    const limit = Number(request.query.get('limit') ?? 500);
    const from = Number(request.query.get('continue') ?? 0);
    const more = from + limit < all.length ? String(from + limit) : '';
    const metadata = { resourceVersion: '100', continue: more };
    return { status: 200, body: { kind: 'List', metadata, items: all.slice(from, from + limit) } };
  }

  function watch(key: string, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const open = watches.get(key) ?? new Set();
    watches.set(key, open.add(response));
    response.once('close', () => open.delete(response));
  }

  const recorder = await startRecorder(respond);
  const fake: FakeKubernetes = {
    ...recorder,
    connection: {
      server: recorder.url,
      serverTls: {},
      clientTls: {},
      authorization: async () => `Bearer ${consoleToken}`,
    },
    users: new Map(),
    objects: new Map(),
    gitVersion: 'v1.35.0+sluice.demo',
    fault: null,
    emit: (key, line) => {
      for (const response of watches.get(key) ?? []) response.write(`${line}\n`);
    },
    openWatches: (key) => watches.get(key)?.size ?? 0,
    cut: (key) => {
      for (const response of watches.get(key) ?? []) response.destroy();
    },
  };
  return fake;
}
