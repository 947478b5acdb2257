/** Which waypoint serves a service, and who then tells of its requests. */
import { describe, expect, test } from 'vitest';
import type { KubernetesObject, Namespace, Service } from '../../istio/objects.ts';
import { cluster } from '../../istio/routing/testing/objects.ts';
import { splitQueries } from '../../metrics/split-queries.ts';
import { waypointOf } from './waypoint.ts';

const namespace = (name: string, labels: Record<string, string> = {}): Namespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});
const reviews = (labels: Record<string, string> = {}): Service =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'reviews', namespace: 'shop', labels },
    spec: { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 9080 }] },
  }) as Service;
const proxy = (path: string, className = 'istio-waypoint'): KubernetesObject => {
  const [at = '', name = ''] = path.split('/');
  const labels = { 'gateway.networking.k8s.io/gateway-class-name': className, app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: at },
    ...({
      spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: { metadata: { labels } } },
    } as object),
  };
};
const use = (name: string) => ({ 'istio.io/use-waypoint': name });

describe('the waypoint of a service', () => {
  test.each<[string, Record<string, string>, Record<string, string>, string, string | null]>([
    ['named by its namespace', {}, use('waypoint'), 'shop/waypoint', 'shop/waypoint'],
    ['named by itself', use('own'), use('waypoint'), 'shop/own', 'shop/own'],
    ['refused by itself', use('none'), use('waypoint'), 'shop/waypoint', null],
    ['that does not run', use('waypoint'), {}, 'shop/other', null],
    [
      'of another namespace',
      {},
      { ...use('waypoint'), 'istio.io/use-waypoint-namespace': 'infra' },
      'infra/waypoint',
      'infra/waypoint',
    ],
    ['none', {}, {}, 'shop/waypoint', null],
  ])('%s', (_, own, place, runs, expected) => {
    const service = reviews(own);
    const namespaces = [namespace('shop', place), namespace('infra')];
    const objects = { ...cluster([service, proxy(runs)]), namespaces };
    const found = waypointOf(service, objects);
    expect(found === null ? null : `${found.namespace}/${found.name}`).toBe(expected);
  });

  test('that is a gateway of another class is none', () => {
    const service = reviews(use('waypoint'));
    const objects = {
      ...cluster([service, proxy('shop/waypoint', 'istio')]),
      namespaces: [namespace('shop')],
    };
    expect(waypointOf(service, objects)).toBeNull();
  });

  test('tells in place of the pods, and of what never arrived', () => {
    const question = { hosts: ['reviews.shop.svc.cluster.local'], windowSeconds: 60 };
    const reporters = (reporter: 'destination' | 'waypoint') =>
      new Set(
        splitQueries({ ...question, reporter }).flatMap(({ promql }) =>
          [...promql.matchAll(/reporter="(\w+)"/g)].map(([, one]) => one),
        ),
      );
    expect(reporters('waypoint')).toEqual(new Set(['waypoint']));
    expect(reporters('destination')).toEqual(new Set(['destination', 'source']));
  });
});
