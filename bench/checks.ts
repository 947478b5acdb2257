/**
 * The checks over a large set (bar: 1,000 VirtualServices, DestinationRules and Services in 300 ms, one change in 20 ms): medians of
 * some rounds in a process that has run them once, as the console has, and the slowest; and once in processes that have run nothing
 * before (checks-cold.ts). In CPU time.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createCheckSet } from '../lib/istio/checks/check-set.ts';
import { expectationsAnnotation, writeExpectations } from '../lib/istio/expectations/expectation.ts';
import type { KubernetesObject } from '../lib/istio/objects.ts';
import { cpuMs, medianAndSlowest } from './cpu.ts';

export interface MeasuredChecks {
  objects: number;
  /** Requests that are saved with the VirtualServices. */
  saved: number;
  findings: number;
  /** Median and slowest of a set from nothing. */
  wholeMs: [number, number];
  /** Median and slowest of one changed object, findings read. */
  changeMs: [number, number];
  /** The same set, first thing in a process: compiling included. */
  coldMs: ColdTimes;
}

/** Medians. */
export interface ColdTimes {
  /** Of the thread that checks, and of all: V8 compiles and collects garbage beside it. */
  threadMs: number;
  allThreadsMs: number;
}

const rounds = 9;
const coldRounds = 5;

function istio(kind: string, name: string, spec: object): KubernetesObject {
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace: 'shop' }, spec };
}

/** The two requests that somebody saved with a VirtualService, with where they have to go. */
function savedRequests(name: string): Record<string, string> {
  const to = (subset: string, share: number) => ({
    host: `${name}.shop.svc.cluster.local`,
    subset,
    port: 80,
    share,
  });
  const request = { from: `shop/${name}-v1`, protocol: 'http' as const, host: name, port: 80 };
  const text = writeExpectations([
    {
      ...request,
      name: 'canary',
      path: '/canary/1',
      headers: { 'x-canary': 'yes' },
      expect: { outcome: 'forward', to: [to('v2', 1)], within: 0 },
    },
    {
      ...request,
      name: 'others',
      path: '/',
      expect: { outcome: 'forward', to: [to('v1', 0.9), to('v2', 0.1)], within: 0.05 },
    },
  ]);
  if (!text.ok) throw new Error('the requests can be saved');
  return { [expectationsAnnotation]: text.value };
}

/** A service with two versions and their pods, a canary rule and a split; every tenth has a mistake. `saved`: with two requests each. */
export function serviceObjects(index: number, saved = false): KubernetesObject[] {
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
    {
      ...istio('VirtualService', name, { hosts: [name], http: routes }),
      ...(saved && { metadata: { ...metadata, annotations: savedRequests(name) } }),
    },
    istio('DestinationRule', name, { host: name, trafficPolicy, subsets }),
    pod('v1'),
    pod('v2'),
  ];
}

/** A namespace with so many services and all that belongs to them. */
export function checkedObjects(services: number, saved = false): KubernetesObject[] {
  const namespace: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
  };
  return [namespace, ...Array.from({ length: services }, (_, index) => serviceObjects(index, saved)).flat()];
}

function measureCold(services: number, saved: boolean): ColdTimes {
  const times = Array.from({ length: coldRounds }, () => {
    const said = execFileSync(process.execPath, [
      join(import.meta.dirname, 'checks-cold.ts'),
      String(services),
      ...(saved ? ['saved'] : []),
    ]);
    return JSON.parse(said.toString()) as ColdTimes;
  });
  const median = (read: (one: ColdTimes) => number) => medianAndSlowest(times.map(read))[0];
  return {
    threadMs: median(({ threadMs }) => threadMs),
    allThreadsMs: median(({ allThreadsMs }) => allThreadsMs),
  };
}

export function measureChecks(services: number, saved = false): MeasuredChecks {
  const objects = checkedObjects(services, saved);
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
    saved: saved ? 2 * services : 0,
    findings: set.findings().length,
    wholeMs: medianAndSlowest(whole),
    changeMs: medianAndSlowest(change),
    coldMs: measureCold(services, saved),
  };
}

export function checksReport(measured: readonly MeasuredChecks[]): string {
  const rows = measured.map(({ objects, saved, findings, wholeMs, changeMs, coldMs }) => {
    const times = [wholeMs, changeMs].map(
      ([median, slowest]) => `${median.toFixed(1)} / ${slowest.toFixed(1)} ms`,
    );
    const cold = `${coldMs.threadMs.toFixed(0)} (${coldMs.allThreadsMs.toFixed(0)}) ms`;
    return `| ${[objects, saved, findings, ...times, cold].join(' | ')} |`;
  });
  return `## Checks

1,000 services stand for 1,000 VirtualServices, DestinationRules and Services and 2,000 pods. CPU time; bars: 300 ms and 20 ms, which count the VirtualServices, DestinationRules and Services: the pods come on top, and so do the requests that somebody saved. Cold: first thing in a process of its own, of the thread that checks (and of all threads: V8 compiles and collects garbage beside it).

| objects | saved requests | findings | the whole set, median / slowest | one change, median / slowest | the whole set, cold |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
