/** A small cluster for the tests of this room: two namespaces, Istio objects, a pod with two containers, and users with different rights. */
import { type IncomingHttpHeaders, request } from 'node:http';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { startKubernetes } from '../server.ts';
import type { DemoUser, KubernetesServer, PodLogs } from '../types.ts';

const users: readonly DemoUser[] = [
  { token: 'admin-token', username: 'admin', uid: 'u1', groups: ['system:masters'] },
  { token: 'developer-token', username: 'developer', uid: 'u2', groups: ['developers'] },
  { token: 'viewer-token', username: 'viewer', uid: 'u3', groups: [] },
  { token: 'robot-token', username: 'system:serviceaccount:bookinfo:robot', uid: 'u4', groups: [] },
];

const rbac = 'rbac.authorization.k8s.io';
const istioGroups = ['networking.istio.io', 'security.istio.io'];

function object(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  content: object,
  labels?: Record<string, string>,
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace, ...(labels ? { labels } : {}) }, ...content };
}

function bind(namespace: string, name: string, role: string, subject: object): KubernetesObject {
  const roleRef = {
    apiGroup: rbac,
    kind: role.startsWith('Role/') ? 'Role' : 'ClusterRole',
    name: role.replace('Role/', ''),
  };
  return object(`${rbac}/v1`, 'RoleBinding', namespace, name, { roleRef, subjects: [subject] });
}

export function virtualService(
  name: string,
  spec: object = {},
  labels: Record<string, string> = {},
): KubernetesObject {
  const http = [{ route: [{ destination: { host: name }, weight: 100 }] }];
  return object(
    'networking.istio.io/v1',
    'VirtualService',
    'bookinfo',
    name,
    { spec: { hosts: [name], http, ...spec } },
    labels,
  );
}

const user = (name: string) => ({ apiGroup: rbac, kind: 'User', name });

const objects: readonly KubernetesObject[] = [
  object('v1', 'Namespace', undefined, 'bookinfo', {}),
  object('v1', 'Namespace', undefined, 'payments', {}),
  object(
    `${rbac}/v1`,
    'ClusterRole',
    undefined,
    'istio-view',
    { rules: [{ apiGroups: istioGroups, resources: ['*'], verbs: ['get', 'list', 'watch'] }] },
    { [`${rbac}/aggregate-to-view`]: 'true' },
  ),
  object(
    `${rbac}/v1`,
    'ClusterRole',
    undefined,
    'istio-edit',
    {
      rules: [
        {
          apiGroups: ['networking.istio.io'],
          resources: ['*'],
          verbs: ['create', 'update', 'patch', 'delete'],
        },
      ],
    },
    { [`${rbac}/aggregate-to-edit`]: 'true' },
  ),
  object(`${rbac}/v1`, 'Role', 'bookinfo', 'one-map', {
    rules: [
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['settings'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
  }),
  bind('bookinfo', 'developers', 'edit', { apiGroup: rbac, kind: 'Group', name: 'developers' }),
  bind('bookinfo', 'viewers', 'view', user('viewer')),
  bind('bookinfo', 'robots', 'Role/one-map', {
    kind: 'ServiceAccount',
    name: 'robot',
    namespace: 'bookinfo',
  }),
  bind('bookinfo', 'dangling', 'gone', user('viewer')),
  object('v1', 'ConfigMap', 'bookinfo', 'settings', { data: { a: '1' } }),
  object('v1', 'Secret', 'bookinfo', 'key', { data: { key: 'c2VjcmV0' } }),
  object('v1', 'Secret', 'payments', 'key', { data: { key: 'c2VjcmV0' } }),
  object('v1', 'Node', undefined, 'worker-a', {
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  }),
  object('v1', 'Service', 'bookinfo', 'reviews', {
    spec: { clusterIP: '10.96.0.1', selector: { app: 'reviews' }, ports: [{ name: 'http', port: 9080 }] },
  }),
  object(
    'v1',
    'Pod',
    'bookinfo',
    'reviews-1',
    {
      spec: {
        nodeName: 'worker-a',
        containers: [
          { name: 'reviews', image: 'r' },
          { name: 'istio-proxy', image: 'p' },
        ],
      },
      status: {
        phase: 'Running',
        podIP: '10.244.0.4',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [
          { name: 'reviews', ready: true, restartCount: 2, state: { running: {} } },
          {
            name: 'istio-proxy',
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
          },
        ],
      },
    },
    { app: 'reviews', version: 'v1' },
  ),
  object(
    'v1',
    'Pod',
    'payments',
    'ledger-1',
    {
      spec: { nodeName: 'worker-b', containers: [{ name: 'ledger', image: 'l' }] },
      status: { phase: 'Pending' },
    },
    { app: 'ledger' },
  ),
  virtualService('reviews', {}, { team: 'a' }),
  virtualService('ratings', { gateways: ['mesh', 'public'] }, { team: 'b', tier: 'back' }),
  object('networking.istio.io/v1', 'DestinationRule', 'bookinfo', 'reviews', { spec: { host: 'reviews' } }),
];

const logs: PodLogs = {
  read: (_pod, container, sinceMs) =>
    [
      { atMs: 1_700_000_000_000, line: `${container} one` },
      { atMs: 1_700_000_001_000, line: `${container} two` },
      { atMs: Date.now(), line: `${container} three` },
    ].filter((entry) => sinceMs === null || entry.atMs >= sinceMs),
  follow: (_pod, container, onLine) => {
    const timer = setInterval(() => onLine({ atMs: Date.now(), line: `${container} more` }), 5);
    return () => clearInterval(timer);
  },
};

interface Answer {
  code: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body; null when it is no JSON. */
  body: unknown;
}

export interface CallOptions {
  /** Of a user above; null for no Authorization header. */
  as?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Fixture {
  server: KubernetesServer;
  /** `line` is "METHOD /path", sent as it is. A body that is a string or bytes is sent as it is too. */
  call(line: string, options?: CallOptions): Promise<Answer>;
  /** A new VirtualService with a name of its own. */
  created(labels?: Record<string, string>): Promise<{ path: string; name: string; body: unknown }>;
  stop(): Promise<void>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function send(
  port: number,
  line: string,
  { as = 'admin', body, headers = {} }: CallOptions,
): Promise<Answer> {
  // Not fetch: it would tidy up paths that are to arrive untidy.
  const [method = '', path = ''] = line.split(' ');
  const credentials = as === null ? {} : { authorization: `Bearer ${as}-token` };
  const bytes = body === undefined ? new Uint8Array() : bytesOf(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const length = body === undefined ? {} : { 'content-length': `${bytes.length}` };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers: { ...credentials, ...type, ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ code: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

export async function startFixture(): Promise<Fixture> {
  const server = await startKubernetes({ port: 0, objects, users, logs });
  const call: Fixture['call'] = (line, options = {}) => send(server.port, line, options);
  let count = 0;
  return {
    server,
    call,
    created: async (labels = {}) => {
      count += 1;
      const name = `created-${count}`;
      const path = `${bookinfo}/virtualservices`;
      const { body, code, text } = await call(`POST ${path}`, { body: virtualService(name, {}, labels) });
      if (code !== 201) throw new Error(`${name}: ${code} ${text}`);
      return { path: `${path}/${name}`, name, body };
    },
    stop: () => server.close(),
  };
}

export const bookinfo = '/apis/networking.istio.io/v1/namespaces/bookinfo';
export const core = '/api/v1/namespaces/bookinfo';
