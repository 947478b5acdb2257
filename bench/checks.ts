/**
 * The checks over a large set (bar: 1,000 VirtualServices, DestinationRules and Services in 300 ms, one change in 20 ms), in a
 * process that has run them once, as the console has: medians of some rounds, and the slowest, in CPU time.
 */
import { createCheckSet } from '../lib/istio/checks/check-set.ts';
import type { KubernetesObject } from '../lib/istio/objects.ts';
import { cpuMs, medianAndSlowest } from './cpu.ts';

export interface MeasuredChecks {
  objects: number;
  findings: number;
  /** Median and slowest of a set from nothing. */
  wholeMs: [number, number];
  /** Median and slowest of one changed object, findings read. */
  changeMs: [number, number];
}

const rounds = 9;

function istio(kind: string, name: string, spec: object): KubernetesObject {
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace: 'shop' }, spec };
}

/** A service with two versions and their pods, a canary rule and a split; every tenth has a mistake. */
export function serviceObjects(index: number): KubernetesObject[] {
  const name = `service-${index}`;
  const labels = { app: name };
  const metadata = { name, namespace: 'shop' };
  const destination = (subset: string) => ({ destination: { host: name, subset } });
  const pod = (version: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-${version}`, namespace: 'shop', labels: { ...labels, version } },
    spec: { containers: [{ name: 'app' }, { name: 'istio-proxy', image: 'proxy' }] },
  });
  const routes = [
    {
      match: [{ uri: { prefix: '/canary' }, headers: { 'x-canary': { exact: 'yes' } } }],
      timeout: '3s',
      retries: { attempts: 3, perTryTimeout: '1s', retryOn: '5xx' },
      route: [destination('v2')],
    },
    {
      route: [
        { ...destination('v1'), weight: 90 },
        { ...destination(index % 10 === 0 ? 'v3' : 'v2'), weight: 10 },
      ],
    },
  ];
  const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }));
  const trafficPolicy = { outlierDetection: { consecutive5xxErrors: 5, interval: '10s' } };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'http', port: 80 }] },
    },
    istio('VirtualService', name, { hosts: [name], http: routes }),
    istio('DestinationRule', name, { host: name, trafficPolicy, subsets }),
    pod('v1'),
    pod('v2'),
  ];
}

export function measureChecks(services: number): MeasuredChecks {
  const namespace: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
  };
  const objects = [
    namespace,
    ...Array.from({ length: services }, (_, index) => serviceObjects(index)).flat(),
  ];
  createCheckSet(objects).findings();
  const whole = Array.from({ length: rounds }, () => cpuMs(() => void createCheckSet(objects).findings()));
  const set = createCheckSet(objects);
  const changes = objects.filter((_, index) => index % Math.ceil(objects.length / 100) === 1);
  const change = changes.flatMap((object) => [
    cpuMs(() => {
      set.change({ remove: [object] });
      set.findings();
    }),
    cpuMs(() => {
      set.change({ put: [object] });
      set.findings();
    }),
  ]);
  return {
    objects: objects.length,
    findings: set.findings().length,
    wholeMs: medianAndSlowest(whole),
    changeMs: medianAndSlowest(change),
  };
}

export function checksReport(measured: readonly MeasuredChecks[]): string {
  const rows = measured.map(({ objects, findings, wholeMs, changeMs }) => {
    const times = [wholeMs, changeMs].map(
      ([median, slowest]) => `${median.toFixed(1)} / ${slowest.toFixed(1)} ms`,
    );
    return `| ${[objects, findings, ...times].join(' | ')} |`;
  });
  return `## Checks

1,000 services stand for 1,000 VirtualServices, DestinationRules and Services and 2,000 pods. CPU time; bars: 300 ms and 20 ms.

| objects | findings | the whole set, median / slowest | one change, median / slowest |
|---|---|---|---|
${rows.join('\n')}
`;
}
