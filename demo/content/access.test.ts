import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kinds } from '#demo/kubernetes/kinds.ts';
import { startKubernetes } from '#demo/kubernetes/server.ts';
import type { KubernetesServer } from '#demo/kubernetes/types.ts';
import { resources } from '#lib/server/kubernetes/resources.ts';
import { consoleAccount, personas } from './access.ts';
import { buildMesh } from './mesh.ts';

let kubernetes: KubernetesServer;

beforeAll(async () => {
  const accounts = [
    ...personas,
    { context: 'console', username: consoleAccount, groups: ['system:serviceaccounts'] },
  ];
  kubernetes = await startKubernetes({
    port: 0,
    objects: buildMesh({ seed: 1, nowMs: Date.now() }).objects,
    users: accounts.map(({ context, username, groups }) => ({
      token: context,
      username,
      uid: context,
      groups: [...groups, 'system:authenticated'],
    })),
  });
});

afterAll(() => kubernetes.close());

async function statusOf(context: string, path: string, method = 'GET', body?: object): Promise<number> {
  const response = await fetch(`${kubernetes.plainUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${context}`, 'content-type': 'application/merge-patch+json' },
    body: body && JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

const istio = (namespace: string, rest: string) =>
  `/apis/networking.istio.io/v1/namespaces/${namespace}/${rest}`;
const vs = (namespace: string, name: string) => istio(namespace, `virtualservices/${name}?dryRun=All`);
const patch = { metadata: { annotations: { touched: 'yes' } } };

const allowed: [what: string, method: string, path: string, who: Record<string, boolean>][] = [
  [
    'all namespaces',
    'GET',
    '/api/v1/namespaces',
    { viewer: false, developer: false, admin: true, console: true },
  ],
  [
    'own namespace',
    'GET',
    '/api/v1/namespaces/shop',
    { viewer: true, developer: true, admin: true, console: false },
  ],
  [
    'payments',
    'GET',
    '/api/v1/namespaces/payments',
    { viewer: false, developer: false, admin: true, console: false },
  ],
  [
    'pods',
    'GET',
    '/api/v1/namespaces/bookinfo/pods',
    { viewer: true, developer: true, admin: true, console: true },
  ],
  [
    'pods of payments',
    'GET',
    '/api/v1/namespaces/payments/pods',
    { viewer: false, developer: false, admin: true, console: true },
  ],
  [
    'VirtualServices',
    'GET',
    istio('shop', 'virtualservices'),
    { viewer: true, developer: true, admin: true, console: true },
  ],
  [
    'VirtualServices of payments',
    'GET',
    istio('payments', 'virtualservices'),
    { viewer: false, developer: false, admin: true, console: true },
  ],
  [
    'change a VirtualService',
    'PATCH',
    vs('bookinfo', 'reviews'),
    { viewer: false, developer: true, admin: true, console: false },
  ],
  [
    'change one of payments',
    'PATCH',
    vs('payments', 'payments'),
    { viewer: false, developer: false, admin: true, console: false },
  ],
  [
    'delete a DestinationRule',
    'DELETE',
    istio('shop', 'destinationrules/cart?dryRun=All'),
    { viewer: false, developer: true, admin: true, console: false },
  ],
  [
    'change a Gateway',
    'PATCH',
    istio('bookinfo', 'gateways/bookinfo-gateway?dryRun=All'),
    { viewer: false, developer: false, admin: true, console: false },
  ],
  [
    'secrets',
    'GET',
    '/api/v1/namespaces/shop/secrets',
    { viewer: false, developer: false, admin: true, console: false },
  ],
  [
    'one secret',
    'GET',
    '/api/v1/namespaces/shop/secrets/stock-db-password',
    { viewer: false, developer: false, admin: true, console: false },
  ],
  ['nodes', 'GET', '/api/v1/nodes', { viewer: false, developer: false, admin: true, console: false }],
  [
    'RBAC',
    'GET',
    '/apis/rbac.authorization.k8s.io/v1/rolebindings',
    { viewer: false, developer: false, admin: true, console: true },
  ],
  [
    'mesh configuration',
    'GET',
    '/api/v1/namespaces/istio-system/configmaps/istio',
    { viewer: false, developer: false, admin: true, console: true },
  ],
  [
    'other configuration',
    'GET',
    '/api/v1/namespaces/istio-system/configmaps/istio-sidecar-injector',
    { viewer: false, developer: false, admin: true, console: false },
  ],
  [
    'all VirtualServices',
    'GET',
    '/apis/networking.istio.io/v1/virtualservices',
    { viewer: false, developer: false, admin: true, console: true },
  ],
  ['discovery', 'GET', '/apis', { viewer: true, developer: true, admin: true, console: true }],
];

describe('the personas', () => {
  it.each(allowed)('%s', async (_, method, path, who) => {
    for (const [context, expected] of Object.entries(who)) {
      const status = await statusOf(context, path, method, method === 'PATCH' ? patch : undefined);
      expect([context, status]).toEqual([context, expected ? 200 : 403]);
    }
  });

  it('may ask what they may do', async () => {
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          verb: 'update',
          group: 'networking.istio.io',
          resource: 'virtualservices',
          namespace: 'shop',
        },
      },
    };
    const answers = await Promise.all(
      personas.map(async ({ context }) => {
        const response = await fetch(
          `${kubernetes.plainUrl}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`,
          {
            method: 'POST',
            headers: { authorization: `Bearer ${context}`, 'content-type': 'application/json' },
            body: JSON.stringify(review),
          },
        );
        const { status } = (await response.json()) as { status: { allowed: boolean } };
        return [context, status.allowed];
      }),
    );
    expect(Object.fromEntries(answers)).toEqual({ viewer: false, developer: true, admin: true });
  });
});

describe('the account of the console', () => {
  const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

  /** The objects of the files that an operator applies, by kind and name. */
  const documented = () => {
    const files = ['deploy/rbac/console.yaml', 'deploy/history-role.yaml', 'deploy/guard-role.yaml'];
    const objects = files.flatMap((path) =>
      parseAllDocuments(file(path)).map((document) => Object(document.toJS())),
    );
    return new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
  };

  it.each([
    'ClusterRole/sluice-console-read',
    'Role/sluice-mesh-config',
    'Role/sluice-history',
    'Role/sluice-guard',
  ])('has the %s of deploy/', (id) => {
    const { objects } = buildMesh({ seed: 1, nowMs: 0 });
    const own = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === id);
    expect(documented().get(id)?.rules.length).toBeGreaterThan(0);
    expect(own).toMatchObject({ rules: documented().get(id)?.rules });
  });

  it('is bound to nothing else', () => {
    const bound = buildMesh({ seed: 1, nowMs: 0 }).objects.flatMap((object) => {
      const { kind, metadata, roleRef } = Object(object);
      return JSON.stringify(object).includes('"sluice-console"') && roleRef !== undefined
        ? [`${kind} ${metadata.namespace ?? ''}/${roleRef.kind}/${roleRef.name}`]
        : [];
    });
    expect(bound.sort()).toEqual([
      'ClusterRoleBinding /ClusterRole/sluice-console-read',
      'RoleBinding istio-system/Role/sluice-mesh-config',
      'RoleBinding shop/Role/sluice-guard',
      'RoleBinding sluice/Role/sluice-history',
    ]);
  });

  async function may(verb: string, group: string, resource: string, place: object): Promise<boolean> {
    const response = await fetch(
      `${kubernetes.plainUrl}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer console', 'content-type': 'application/json' },
        body: JSON.stringify({
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { verb, group, resource, ...place } },
        }),
      },
    );
    const { status } = (await response.json()) as { status: { allowed: boolean } };
    return status.allowed;
  }

  const guard = [
    'get networking.istio.io/virtualservices',
    'update networking.istio.io/virtualservices',
    ...['get', 'create', 'update'].map((verb) => `${verb} coordination.k8s.io/leases`),
    'create /configmaps',
    'create /events',
  ];

  it.each([
    ['', []],
    ['istio-system', []],
    ['bookinfo', []],
    // deploy/guard-role.yaml, bound here alone.
    ['shop', guard],
  ])('lists and watches what the snapshot reads, and no more, in "%s"', async (namespace, more) => {
    const place = namespace === '' ? {} : { namespace };
    const read = new Set(Object.values(resources).map(({ group, plural }) => `${group}/${plural}`));
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
    const special = [
      ['impersonate', '', 'users'],
      ['impersonate', '', 'serviceaccounts'],
      ['bind', 'rbac.authorization.k8s.io', 'clusterroles'],
      ['escalate', 'rbac.authorization.k8s.io', 'clusterroles'],
    ] as const;
    // Everybody may ask about themselves.
    const asked = kinds.filter(({ plural }) => !plural.startsWith('selfsubject'));
    const questions = [
      ...asked.flatMap(({ group, plural }) => verbs.map((verb) => [verb, group, plural] as const)),
      ...special,
    ];
    const answers = await Promise.all(
      questions.map(async ([verb, group, plural]) => ({
        what: `${verb} ${group}/${plural}`,
        allowed: await may(verb, group, plural, place),
      })),
    );
    const expected = [...read].flatMap((kind) => [`list ${kind}`, `watch ${kind}`]);
    const granted = answers.filter(({ allowed }) => allowed).map(({ what }) => what);
    expect(asked.some(({ plural }) => plural === 'secrets')).toBe(true);
    const served = new Set(answers.map(({ what }) => what));
    expect(granted.sort()).toEqual([...expected.filter((what) => served.has(what)), ...more].sort());
  });

  it('gets the ConfigMap istio of istio-system, and no other', async () => {
    const questions = [
      ['get', 'istio', 'istio-system', true],
      ['list', 'istio', 'istio-system', false],
      ['update', 'istio', 'istio-system', false],
      ['get', 'istio-sidecar-injector', 'istio-system', false],
      ['get', 'istio', 'shop', false],
    ] as const;
    for (const [verb, name, namespace, allowed] of questions)
      expect([verb, name, await may(verb, '', 'configmaps', { name, namespace })]).toEqual([
        verb,
        name,
        allowed,
      ]);
  });
});
