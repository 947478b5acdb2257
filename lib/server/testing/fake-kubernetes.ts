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
  /** What the review of rules says beside the rules that the grants are: nothing, that it is not all, or nothing at all. */
  rulesReview: 'whole' | 'incomplete' | 'erring' | 'refused';
  /** Added to what a review says of somebody's name and groups. */
  extra: Record<string, string[]>;
  /** Why something is allowed. */
  reason: string;
  /** What an authorizer before RBAC denies, whatever the grants say; in their form. */
  denied: string[];
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

const rbacGroup = 'rbac.authorization.k8s.io';

/** The grants that count in a namespace, as rules. */
function rulesOf({ grants }: FakeUser, namespace: string): object[] {
  return grants.flatMap((grant) => {
    const [verb = '', kind = '', place] = grant.split(' ');
    if (place !== '*' && place !== namespace) return [];
    const [group = '', ...resource] = kind === '*' ? ['*', '*'] : kind.split('/');
    return [{ verbs: [verb], apiGroups: [group], resources: [resource.join('/')] }];
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
      const userInfo = { username: user.name, groups: ['g'], extra: fake.extra };
      return { status: 201, body: { status: { userInfo } } };
    }
    if (request.path.endsWith('/selfsubjectrulesreviews')) {
      if (user === undefined || fake.rulesReview === 'refused') return refusal(403);
      const status = {
        resourceRules: rulesOf(user, JSON.parse(request.body).spec.namespace),
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['*'] }],
        incomplete: fake.rulesReview === 'incomplete',
        ...(fake.rulesReview === 'erring' ? { evaluationError: 'clusterrole "gone" not found' } : {}),
      };
      return { status: 201, body: { status } };
    }
    if (request.path.endsWith('/selfsubjectaccessreviews')) {
      if (user === undefined) return refusal(403);
      const asked = reviewed(JSON.parse(request.body));
      const allowed = mayDo(user, asked) && !mayDo({ ...user, grants: fake.denied }, asked);
      const reason = allowed ? fake.reason : '';
      return { status: 201, body: { status: { allowed, reason } } };
    }
    if (request.method !== 'GET' || key.endsWith('undefined')) return refusal(404);
    const all = [
      ...(fake.objects.get(key) ?? []),
      ...(key === `${rbacGroup}/rolebindings` ? everywhere() : []),
    ];
    const limit = Number(request.query.get('limit') ?? 500);
    const from = Number(request.query.get('continue') ?? 0);
    const more = from + limit < all.length ? String(from + limit) : '';
    const metadata = { resourceVersion: '100', continue: more };
    return { status: 200, body: { kind: 'List', metadata, items: all.slice(from, from + limit) } };
  }

  /** Grants may be of any namespace: to whoever watches bindings, everybody may be bound in each. */
  function everywhere(): KubernetesObject[] {
    const names = (fake.objects.get('/namespaces') ?? []).map(({ metadata: { name } }) => name);
    return [...new Set([...names, 'istio-system'])].map(
      (name) =>
        ({
          metadata: { name: 'anybody', namespace: name, resourceVersion: '1' },
          roleRef: { apiGroup: rbacGroup, kind: 'ClusterRole', name: 'anything' },
          subjects: [{ apiGroup: rbacGroup, kind: 'Group', name: 'g' }],
        }) as unknown as KubernetesObject,
    );
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
      alsoReaches: [],
      serverTls: {},
      clientTls: {},
      authorization: async () => `Bearer ${consoleToken}`,
    },
    users: new Map(),
    objects: new Map(),
    gitVersion: 'v1.35.0+sluice.demo',
    rulesReview: 'whole',
    extra: {},
    reason: 'RBAC: allowed by RoleBinding "fake" of ClusterRole "fake"',
    denied: [],
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
