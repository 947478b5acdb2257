/**
 * Traces of single requests through the mesh as it flows now: drawn from the same plan as the metrics, so that versions, shares, errors and
 * durations are theirs. Spans are those of Istio's proxies: one of the client's, below it one of the server's
 * (https://istio.io/latest/docs/tasks/observability/distributed-tracing/overview/). The last hour's samples are kept.
 */
import { pickDuration } from './answers.ts';
import type { Branch, Outcome } from './branches.ts';
import { canonicalName } from './labels.ts';
import { expectedRate } from './load.ts';
import type { Leg, Plan, PlannedCall } from './plan.ts';
import { createRandom, hash, mix, multiply, poisson, type Random } from './random.ts';
import type { WorkloadNode } from './topology.ts';

export interface DemoSpan {
  id: string;
  parentId: string | null;
  /** app.namespace */
  service: string;
  name: string;
  startUs: number;
  durationUs: number;
  tags: Readonly<Record<string, string | boolean>>;
}

export interface DemoTrace {
  id: string;
  startUs: number;
  spans: readonly DemoSpan[];
}

export interface TraceSampler {
  /** Takes some of the requests of a tick. */
  played(plan: Plan, tick: { number: number; sinceStartMs: number; lengthMs: number; atMs: number }): void;
  /** Oldest first. */
  all(): readonly DemoTrace[];
}

const mostKept = 4000;
/** So that an hour is kept. */
const perSecond = 0.8;
const mostSpans = 120;
const deepest = 12;

export function createTraceSampler(seed: number): TraceSampler {
  let kept: DemoTrace[] = [];
  return {
    played(plan, { number, sinceStartMs, lengthMs, atMs }) {
      const random = createRandom(mix(hash(seed, 'traces'), number));
      const busy = plan.roots.filter(({ entry, share }) => {
        const requests = (expectedRate(entry, seed, sinceStartMs) * share * lengthMs) / 1000;
        return poisson(random, requests) > 0;
      });
      const wanted = Math.min(busy.length, Math.max(1, Math.round((perSecond * lengthMs) / 1000)));
      const first = Math.floor(random() * busy.length);
      for (let taken = 0; taken < wanted; taken += 1) {
        const root = busy[(first + taken) % busy.length];
        const startUs = Math.round((atMs - random() * lengthMs) * 1000);
        const planned = root === undefined ? null : oneCall(root.calls, random);
        const trace = planned === null ? null : traceOf(planned, startUs, random);
        if (trace !== null) kept.push(trace);
      }
      if (kept.length > mostKept * 1.2) kept = kept.slice(-mostKept);
    },
    all: () => kept,
  };
}

/** An entry makes some of its calls more often than others. */
function oneCall(calls: readonly PlannedCall[], random: Random): PlannedCall | null {
  const weighed = calls.map((planned) => ({ planned, share: planned.call.perRequest }));
  return chosen(weighed, random)?.planned ?? null;
}

function traceOf(planned: PlannedCall, startUs: number, random: Random): DemoTrace | null {
  const id = hex(random, 32);
  const spans: DemoSpan[] = [];
  addCall(spans, planned, { startUs, parentId: null, id, depth: 0 }, random);
  return spans.length === 0 ? null : { id, startUs, spans };
}

interface Place {
  /** Of the trace. */
  id: string;
  parentId: string | null;
  startUs: number;
  depth: number;
}

/** Returns when the call ended, for the calls after it. */
function addCall(spans: DemoSpan[], planned: PlannedCall, place: Place, random: Random): number {
  const leg = chosen(planned.legs, random);
  const branch = leg === null || leg.tcp !== null ? null : chosen(leg.branches, random);
  if (leg === null || branch === null || spans.length >= mostSpans || place.depth > deepest)
    return place.startUs;
  const drawnUs = Math.max(100, Math.round(pickDuration(branch.durations, random) * 1000));
  const clientId = planned.source.hasProxy ? hex(random, 16) : null;
  const networkUs = Math.min(300, Math.round(drawnUs * 0.05));
  // The client's span stands before what it caused, and is known when that has ended.
  const at = spans.length;
  const endUs = addArrival(
    spans,
    planned,
    leg,
    branch,
    { ...place, parentId: clientId ?? place.parentId, startUs: place.startUs + networkUs },
    drawnUs - 2 * networkUs,
    random,
  );
  const durationUs = Math.max(drawnUs, endUs + networkUs - place.startUs);
  if (clientId !== null) {
    spans.splice(at, 0, {
      id: clientId,
      parentId: place.parentId,
      service: serviceOf(planned.source),
      name: operationOf(planned, leg),
      startUs: place.startUs,
      durationUs,
      tags: {
        ...tagsOf(planned.source, planned, branch.outcome),
        'span.kind': 'client',
        upstream_cluster: clusterOf(planned, leg),
      },
    });
  }
  return place.startUs + durationUs;
}

/** What the other side did; returns when it ended. */
function addArrival(
  spans: DemoSpan[],
  planned: PlannedCall,
  leg: Leg,
  branch: Branch,
  place: Place,
  givenUs: number,
  random: Random,
): number {
  const node = leg.target.kind === 'workload' ? leg.target.node : null;
  const told = branch.destination.at(-1);
  if (node === null || branch.arrivals <= 0 || (node.hasProxy && told === undefined)) return place.startUs;
  const serverId = node.hasProxy ? hex(random, 16) : null;
  const at = spans.length;
  let endUs = place.startUs + Math.round(givenUs * 0.1);
  for (const next of leg.station?.calls ?? []) {
    for (let left = multiply(random, 1, next.call.perRequest); left > 0; left -= 1) {
      const below = {
        ...place,
        parentId: serverId ?? place.parentId,
        startUs: endUs,
        depth: place.depth + 1,
      };
      endUs = addCall(spans, next, below, random);
    }
  }
  const durationUs = Math.max(100, givenUs, endUs - place.startUs);
  if (serverId !== null && told !== undefined) {
    spans.splice(at, 0, {
      id: serverId,
      parentId: place.parentId,
      service: serviceOf(node),
      name: operationOf(planned, leg),
      startUs: place.startUs,
      durationUs,
      tags: {
        ...tagsOf(node, planned, told.outcome),
        'span.kind': 'server',
        upstream_cluster: `inbound|${planned.call.port}||`,
      },
    });
  }
  return place.startUs + durationUs;
}

function chosen<T extends { share: number }>(all: readonly T[], random: Random): T | null {
  let left = random() * all.reduce((sum, { share }) => sum + share, 0);
  for (const one of all) {
    left -= one.share;
    if (left < 0) return one;
  }
  return all.at(-1) ?? null;
}

function serviceOf(node: WorkloadNode): string {
  return `${canonicalName(node)}.${node.namespace}`;
}

function hostOf({ call }: PlannedCall, leg: Leg): string {
  return leg.service?.host ?? call.host;
}

function operationOf(planned: PlannedCall, leg: Leg): string {
  return `${hostOf(planned, leg)}:${planned.call.port}/*`;
}

function clusterOf(planned: PlannedCall, leg: Leg): string {
  const version = leg.target.kind === 'workload' ? (leg.target.node.labels.version ?? '') : '';
  return `outbound|${planned.call.port}|${version}|${hostOf(planned, leg)}`;
}

function tagsOf(
  node: WorkloadNode,
  { call }: PlannedCall,
  outcome: Outcome,
): Record<string, string | boolean> {
  const { status = 0, flags, grpcStatus } = outcome;
  return {
    component: 'proxy',
    'http.method': call.method ?? 'GET',
    'http.url': `http://${call.host}:${call.port}${call.path ?? '/'}`,
    'http.protocol': call.protocol === 'grpc' ? 'HTTP/2' : 'HTTP/1.1',
    'http.status_code': String(status),
    ...(grpcStatus === undefined ? {} : { 'grpc.status_code': String(grpcStatus) }),
    response_flags: flags,
    'istio.canonical_revision': node.labels.version ?? 'latest',
    'istio.canonical_service': canonicalName(node),
    'istio.mesh_id': 'cluster.local',
    'istio.namespace': node.namespace,
    ...(status >= 500 || (grpcStatus ?? 0) > 0 || status === 0 ? { error: true } : {}),
  };
}

function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) {
    text += Math.floor(random() * 4294967296)
      .toString(16)
      .padStart(8, '0');
  }
  return text.slice(0, digits);
}
