/**
 * The Helm chart on a real API server: each way to install it is linted, rendered, and every object judged by a dry run with strict
 * fields, those of the Gateway API and of Prometheus Operator by their own CRDs; the console takes the configuration that comes of it; then
 * its account is made, and asked what it may.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { JsonObject } from '#lib/document/json.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { loadConfig } from '#lib/server/config.ts';
import type { Count } from '#scripts/journeys.ts';
import { type ApiClient, openApi } from '../api-client.ts';
import { buildBinary } from '../build.ts';
import { installCrds, removeCrds, serviceMonitorCrd } from '../crds.ts';
import { filesOf } from '../description.ts';
import { environmentOf } from './environment.ts';
import { type Helm, openHelm } from './helm.ts';
import { installations, refusals } from './values.ts';

const namespace = 'sluice-chart';

interface Case {
  name: string;
  run(): Promise<void>;
}

/** Where an object is written: the API server's own discovery says it. */
async function pathOf(api: ApiClient, { apiVersion, kind, metadata }: KubernetesObject): Promise<string> {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { status, body } = await api.call<{
    resources: { name: string; kind: string; namespaced: boolean }[];
  }>('GET', root);
  assert.equal(status, 200, `${apiVersion} is not served`);
  const resource = body.resources.find((one) => one.kind === kind && !one.name.includes('/'));
  assert.ok(resource, `${kind} is not in ${apiVersion}`);
  const place = resource.namespaced ? `/namespaces/${metadata.namespace}` : '';
  assert.ok(!resource.namespaced || metadata.namespace, `${kind} ${metadata.name} has no namespace`);
  return `${root}${place}/${resource.name}/${metadata.name}`;
}

async function apply(api: ApiClient, object: KubernetesObject, dryRun: boolean): Promise<void> {
  const query = new URLSearchParams({ fieldManager: 'chart', force: 'true', fieldValidation: 'Strict' });
  if (dryRun) query.set('dryRun', 'All');
  const { status, body, warnings } = await api.call('PATCH', `${await pathOf(api, object)}?${query}`, {
    body: object,
    contentType: 'application/apply-patch+yaml',
  });
  assert.ok(status < 300, `${object.kind} ${object.metadata.name}: ${status} ${JSON.stringify(body)}`);
  assert.deepEqual(warnings, [], `${object.kind} ${object.metadata.name}`);
}

const ownNamespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };

/** What the API server says of the token's rights. */
async function may(
  api: ApiClient,
  token: string,
  verb: string,
  group: string,
  resource: string,
  place: { namespace?: string; name?: string } = {},
): Promise<boolean> {
  const { body } = await api.call<{ status: { allowed: boolean } }>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      token,
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb, group, resource, ...place } },
      },
    },
  );
  return body.status.allowed;
}

async function accountIsWhatItIs(api: ApiClient, helm: Helm): Promise<void> {
  // In its own namespace: in others the guard's Role is the content's, and other stages stand on it.
  const values = { rbac: { guardNamespaces: [namespace], personas: false } };
  const objects = await helm.render(values, namespace);
  const wanted = new Set(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);
  const made = objects.filter(({ kind }) => wanted.has(kind));
  for (const object of made) await apply(api, object, false);
  const { body } = await api.call<{ status: { token: string } }>(
    'POST',
    `/api/v1/namespaces/${namespace}/serviceaccounts/sluice-console/token`,
    { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} } },
  );
  const { token } = body.status;
  const [, , role] = readFileSync('deploy/rbac/console.yaml', 'utf8').split('\n---\n');
  const { rules } = parse(role ?? '') as { rules: { apiGroups: string[]; resources: string[] }[] };
  for (const { apiGroups, resources } of rules)
    for (const resource of resources)
      for (const verb of ['list', 'watch'])
        assert.ok(await may(api, token, verb, apiGroups[0] ?? '', resource), `${verb} ${resource}`);
  assert.ok(await may(api, token, 'get', '', 'configmaps', { namespace: 'istio-system', name: 'istio' }));
  assert.ok(await may(api, token, 'create', '', 'configmaps', { namespace }));
  assert.ok(await may(api, token, 'update', 'networking.istio.io', 'virtualservices', { namespace }));
  const never: [string, string, string, { namespace?: string }?][] = [
    ['list', '', 'secrets'],
    ['get', '', 'secrets', { namespace }],
    ['create', '', 'pods'],
    ['create', '', 'configmaps', { namespace: 'payments' }],
    ['update', 'networking.istio.io', 'virtualservices', { namespace: 'payments' }],
    ['update', 'networking.istio.io', 'virtualservices', { namespace: 'shop' }],
    ['update', 'networking.istio.io', 'destinationrules', { namespace }],
    ['delete', 'networking.istio.io', 'virtualservices', { namespace }],
    ['get', '', 'nodes/proxy'],
    ['impersonate', '', 'users'],
    ['get', '', 'services/proxy', { namespace: 'shop' }],
  ];
  for (const [verb, group, resource, place] of never)
    assert.ok(!(await may(api, token, verb, group, resource, place)), `may ${verb} ${resource}`);
  for (const object of made) await api.call('DELETE', await pathOf(api, object));
}

/** The ServiceMonitor is judged by Prometheus Operator's own schema, not merely stored. */
async function monitorIsJudged(api: ApiClient, helm: Helm): Promise<void> {
  const objects = await helm.render({ metrics: { serviceMonitor: { enabled: true } } }, namespace);
  const monitor = objects.find(({ kind }) => kind === 'ServiceMonitor');
  assert.ok(monitor, 'there is none');
  await apply(api, monitor, true);
  const spec = monitor.spec as { endpoints: JsonObject[]; selector: { matchLabels: Record<string, string> } };
  const endpoints = [{ ...spec.endpoints[0], interval: 'often' }];
  const wrong = { ...monitor, spec: { ...spec, endpoints } };
  await assert.rejects(apply(api, wrong, true), /interval/);
  // What it selects is the Service of the metrics, by the port's name.
  const selected = objects.filter(
    ({ kind, metadata }) =>
      kind === 'Service' &&
      Object.entries(spec.selector.matchLabels).every(([name, value]) => metadata.labels?.[name] === value),
  );
  assert.deepEqual(
    selected.map(({ spec }) => (spec as { ports: { name: string }[] }).ports.map(({ name }) => name)),
    [['metrics']],
  );
}

function casesOf(api: ApiClient, helm: Helm): Case[] {
  return [
    ...Object.entries(installations).flatMap(([name, values]): Case[] => [
      { name: `${name}: Helm finds nothing to say`, run: () => helm.lint(values) },
      {
        name: `${name}: the API server takes every object`,
        run: async () => {
          for (const object of await helm.render(values, namespace)) await apply(api, object, true);
        },
      },
      {
        name: `${name}: the console takes its configuration`,
        run: async () => {
          const read = loadConfig(environmentOf(await helm.render(values, namespace), namespace));
          assert.ok(read.ok, read.ok ? '' : read.error.join('\n'));
        },
      },
    ]),
    ...Object.entries(refusals).map(
      ([name, { values, says }]): Case => ({
        name: `refused: ${name}`,
        run: () => assert.rejects(helm.render(values, namespace), says),
      }),
    ),
    { name: 'Prometheus Operator would take its ServiceMonitor', run: () => monitorIsJudged(api, helm) },
    {
      name: 'its account may what the console needs, and nothing else',
      run: () => accountIsWhatItIs(api, helm),
    },
  ];
}

export async function runChartSuite(options: { dir: string; tell(line: string): void }): Promise<Count> {
  const { dir, tell } = options;
  const helm = openHelm(await buildBinary('helm', tell));
  const api = openApi(filesOf(dir).rootKubeconfig, 'root');
  const count: Count = { passed: 0, failed: 0 };
  try {
    await installCrds(api, [serviceMonitorCrd()]);
    await apply(api, ownNamespace, false);
    for (const { name, run } of casesOf(api, helm)) {
      const fault = await run().then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      count[fault === null ? 'passed' : 'failed'] += 1;
      tell(`${fault === null ? '✓' : '✗'} ${name}${fault === null ? '' : `\n  ${fault}`}`);
    }
    await api.call('DELETE', `/api/v1/namespaces/${namespace}`);
    await removeCrds(api, [serviceMonitorCrd()]);
  } finally {
    await api.close();
  }
  return count;
}
