/** Secrets of the cluster, wherever an admin may read them with kubectl: no answer of the console, no line of its log, no metric has one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#lib/api/routes.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { resources } from '#lib/server/kubernetes/resources.ts';
import { filled, places, rows } from './table.ts';
import { type MatrixWorld, startMatrixWorld } from './world.ts';

const secret = 'swordfish-7f3a';
const environment = [{ name: 'PASSWORD', value: secret }];
const container = {
  env: environment,
  args: [`--password=${secret}`],
  command: ['run', secret],
  livenessProbe: { httpGet: { path: '/', httpHeaders: [{ name: 'Authorization', value: secret }] } },
};

type Json = Record<string, unknown>;

/** Every container of a pod, or of a workload's pods. */
function withSecret(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecret);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      /^(initC|c)ontainers$/.test(key) && Array.isArray(one)
        ? one.map((each: Json) => ({ ...each, ...container }))
        : withSecret(one),
    ]),
  );
}

const inEach = (objects: readonly KubernetesObject[]) =>
  objects.map((object) => {
    const { metadata } = object;
    const annotations = {
      ...metadata.annotations,
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ env: environment }),
    };
    return { ...(withSecret(object) as KubernetesObject), metadata: { ...metadata, annotations } };
  });

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld(inEach);
}, 60_000);
afterAll(() => world.stop());

test('the cluster has one in every container', async () => {
  const pods = await fetch(`${world.kubernetes.plainUrl}/api/v1/pods`, {
    headers: { authorization: 'Bearer admin-token' },
  });
  expect(await pods.text()).toContain(secret);
});

const cases = rows.flatMap(({ requests, expected }) =>
  requests.flatMap(({ route, path, body }) =>
    (Object.keys(expected) as (keyof typeof places)[]).map((place) => ({
      address: filled(path, places[place]),
      method: routes[route].method,
      body: body?.(places[place]),
    })),
  ),
);

/**
 * An object of Istio is shown to who may read it as it is, with what kubectl noted on it: containers it has none. The note alone is taken
 * off, to its end: as a string of JSON, and as a line of YAML, whose end in JSON is a backslash and an n.
 */
function withoutNote(text: string): string {
  return text
    .replaceAll(/last-applied-configuration":"(?:[^"\\]|\\.)*"/g, '')
    .replaceAll(/last-applied-configuration: (?:[^\\]|\\[^n])*/g, '');
}

test.each(cases)('SEC-26 an admin finds none in $method $address', async ({ address, method, body }) => {
  const { text } = await world.ask('admin', address, { method, body });
  expect(withoutNote(text)).not.toContain(secret);
});

test('SEC-26 neither the log nor the metrics of all that have one', async () => {
  expect(world.logLines.join('')).not.toContain(secret);
  expect(await world.services.meters.text()).not.toContain(secret);
});

test('SEC-26 Secrets are no kind that the console lists, and ConfigMaps neither', () => {
  const plurals = Object.values(resources).map(({ plural }) => plural);
  expect(plurals.filter((plural) => /secret|configmap|token/.test(plural))).toEqual([]);
});
