/**
 * The route tester and the command say the same: generated meshes in a Kubernetes API and in files, the same requests to the console's
 * API and to `sluice route`, as JSON lines, as single requests, and in words.
 */
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import {
  type RouteTestAnswer,
  type RouteTestRequest,
  routeTestAnswerSchema,
} from '#lib/api/configuration/route-test.ts';
import { judge } from '#lib/istio/checks/objects/soundness.ts';
import { kindAt, kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { route } from '#lib/istio/routing/route.ts';
import { indexRouting } from '#lib/istio/routing/routing-index.ts';
import { type SenderName, senderOf, senderText } from '#lib/istio/routing/sidecar/sender.ts';
import { anyMesh, anyRequest, anySender } from '#lib/istio/routing/testing/any-mesh.ts';
import { cluster } from '#lib/istio/routing/testing/objects.ts';
import { startHarness } from '#lib/server/testing/harness.ts';
import { answerText, type ContractAnswer } from './route-text.ts';
import { commandFolder } from './testing/command.ts';
import { inProcess } from './testing/in-process.ts';

const meshes = 10;
const requestsOfEach = 40;
const singlesOfEach = 12;
const seed = 20261129;

const folder = commandFolder();
afterAll(folder.remove);

/** Where the API serves an object: the registry knows those of Istio and the Gateway API. */
function collectionOf({ apiVersion, kind }: KubernetesObject): string {
  const [group] = apiVersion.split('/');
  const own = Object.values(kinds).find((one) => one.kind === kind && one.group === group);
  if (own !== undefined) return `${own.group}/${own.plural}`;
  return kind === 'Deployment' ? 'apps/deployments' : '/services';
}

const workload = (namespace: string, name: string): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app' }] } },
  },
});

/** As a cluster would hold it: what it refuses is not there. */
function admitted(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const all = [...objects, workload('app', 'web'), workload('other', 'db')];
  // Fields that are undefined are no fields there.
  return (JSON.parse(JSON.stringify(all)) as KubernetesObject[])
    .map((object, index) => ({
      ...object,
      apiVersion: object.kind === 'Service' ? 'v1' : object.apiVersion,
      metadata: { ...object.metadata, resourceVersion: String(index + 1), uid: `uid-${index}` },
    }))
    .filter((object) => judge(object).observations.every(({ code }) => code !== 'IST0106'));
}

interface Asked {
  sender: SenderName;
  request: Omit<RouteTestRequest, 'from'>;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  sender: anySender,
  request: anyRequest as fc.Arbitrary<Omit<RouteTestRequest, 'from'>>,
});

/** What both say; kinds have ids in the API. */
function contract({ outcome, destinations, tried, rule, ...rest }: RouteTestAnswer): ContractAnswer {
  const { timeout, retries, fault, mirrors, rewrite, redirect, cors, status, body } = rest;
  const kindOf = (id: string): string => kindAt(id)?.kind ?? id;
  return {
    outcome,
    destinations: destinations.map(({ host, subset, port, share, missing }) => ({
      host,
      subset,
      port,
      share,
      missing,
    })),
    timeout,
    retries,
    fault,
    mirrors,
    rewrite,
    redirect,
    cors,
    status,
    body,
    rule: rule === null ? null : { ...rule, kind: kindOf(rule.kind) },
    tried: tried.map(({ kind, namespace, name, index, matched, reason }) => ({
      kind: kindOf(kind),
      namespace,
      name,
      index,
      matched,
      reason,
    })),
  };
}

/** A line of `--requests`: labels and namespace as the API finds them by name. */
function line({ sender, request }: Asked, id: number): string {
  const { kind, namespace, name } = sender;
  const proxy =
    kind === 'gateway'
      ? { gateway: { namespace, labels: { app: 'ingress' } } }
      : { from: { namespace, labels: { app: name } } };
  return JSON.stringify({ id, ...proxy, ...request });
}

function single({ sender, request }: Asked): string[] {
  const { protocol, host, port, path, method, headers = {} } = request;
  return [
    ...['--from', senderText(sender), '--url', `${protocol}://${host}:${port}${path}`],
    ...['--method', method ?? 'GET'],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
  ];
}

const seen = { rules: 0, outcomes: new Set<string>() };

const many = fc.sample(asked, { numRuns: 1000, seed });

/** Most requests to a mesh meet none of its rules and end in one way: of many, a few of each way, those that meet a rule first. */
function questionsFor(mesh: readonly KubernetesObject[]) {
  const all = cluster(mesh);
  const index = indexRouting(all);
  const answered = many.flatMap((question) => {
    const proxy = senderOf(all, question.sender)?.proxy;
    if (proxy === undefined) return [];
    const { outcome, rule } = route(index, { ...question.request, from: proxy });
    return [{ question, way: `${outcome} ${rule === null ? '' : 'by rule'}` }];
  });
  const ways = Map.groupBy(answered, ({ way }) => way);
  const inTurn = Array.from({ length: requestsOfEach }, (_, at) =>
    [...ways.values()].flatMap((list) => list[at]?.question ?? []),
  ).flat();
  return { mesh, questions: inTurn.slice(0, requestsOfEach), ways: ways.size };
}

const some = fc
  .sample(anyMesh, { numRuns: 200, seed })
  .map((objects) => questionsFor(admitted(objects)))
  .sort((one, other) => other.ways - one.ways)
  .slice(0, meshes)
  .map((one, at) => ({ ...one, at }));

test.each(some)(
  'mesh $at',
  async ({ mesh, questions, at }) => {
    const harness = await startHarness({
      prepare: (kubernetes) => {
        kubernetes.users.set('admin', { name: 'admin', grants: ['* * *'] });
        const byPlural = Map.groupBy(mesh, collectionOf);
        for (const [plural, list] of byPlural) kubernetes.objects.set(plural, list);
        const namespaces = [...new Set(mesh.map(({ metadata }) => metadata.namespace ?? ''))];
        kubernetes.objects.set(
          '/namespaces',
          namespaces.map((name) => ({
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name, resourceVersion: '1' },
          })),
        );
      },
    });
    const fromApi: ContractAnswer[] = [];
    try {
      for (const { sender, request } of questions) {
        const reply = await harness.ask('/api/v1/route-test', {
          method: 'POST',
          headers: { authorization: 'Bearer admin', 'content-type': 'application/json' },
          body: JSON.stringify({ request: { from: sender, ...request } }),
        });
        expect(reply.status).toBe(200);
        fromApi.push(contract(routeTestAnswerSchema.parse(reply.json())));
      }
    } finally {
      await harness.stop();
    }

    const objectsFile = folder.write(
      `mesh-${at}.yaml`,
      mesh.map((one) => JSON.stringify(one)).join('\n---\n'),
    );
    const requestsFile = folder.write(`requests-${at}.jsonl`, questions.map(line).join('\n'));
    const many = ['route', objectsFile, '--requests', requestsFile];
    const asJson = folder.sluice([...many, '--format', 'json']);
    expect([asJson.status, asJson.stderr]).toEqual([0, '']);
    const lines = asJson.stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as object);
    expect(lines).toEqual(fromApi.map((answer, id) => ({ id, ...answer })));
    const inWords = folder.sluice(many);
    expect(inWords.stdout).toBe(fromApi.map((answer, id) => `${id}: ${answerText(answer)}`).join(''));

    for (const [id, question] of questions.slice(0, singlesOfEach).entries()) {
      const answer = fromApi[id];
      if (answer === undefined) throw new Error('no answer');
      const one = ['route', `${folder.path}/${objectsFile}`, ...single(question)];
      const json = await inProcess([...one, '--format', 'json']);
      expect(JSON.parse(json.said)).toEqual({ id: null, ...answer });
      expect((await inProcess(one)).said).toBe(answerText(answer));
    }
    for (const { rule, outcome } of fromApi) {
      seen.outcomes.add(outcome);
      if (rule !== null) seen.rules += 1;
    }
  },
  60_000,
);

test('the requests met rules, and ended in every way', () => {
  expect(seen.rules).toBeGreaterThanOrEqual(meshes * 7);
  expect([...seen.outcomes].sort()).toEqual(
    expect.arrayContaining(['closed', 'direct-response', 'forward', 'not-found', 'passthrough', 'redirect']),
  );
});
