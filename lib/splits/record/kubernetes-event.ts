/**
 * What a split does to traffic, as a Kubernetes Event of the object that carries it: `kubectl describe` and whatever collects events
 * tell of it where nobody opens the console. https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
import type { JsonObject } from '../../document/json.ts';
import type { KubernetesObject } from '../../istio/objects.ts';
import type { Entry } from './entry.ts';

const reasons: Readonly<Record<string, string>> = {
  start: 'TrafficSplitStarted',
  advance: 'TrafficSplitChanged',
  set: 'TrafficSplitChanged',
  'guard-advance': 'TrafficSplitChanged',
  reapply: 'TrafficSplitChanged',
  promote: 'TrafficSplitPromoted',
  abort: 'TrafficSplitAborted',
  'guard-abort': 'TrafficSplitAborted',
  restore: 'TrafficSplitRestored',
  finish: 'TrafficSplitFinished',
};

/** An Event's name has to be new; the API server takes at most 253 characters, its message 1024. */
const mostName = 200;
const mostMessage = 1000;

/** Null where traffic does not change. `subject`: the object as it was written. */
export function splitEvent(entry: Entry, subject: KubernetesObject): JsonObject | null {
  const reason = reasons[entry.kind];
  if (reason === undefined) return null;
  const { namespace = '', name, uid, resourceVersion } = subject.metadata;
  const at = entry.at.replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name.slice(0, mostName)}.${entry.release.id}.${entry.release.rev}.${Date.parse(entry.at).toString(36)}`,
      namespace,
    },
    involvedObject: {
      apiVersion: subject.apiVersion,
      kind: subject.kind,
      namespace,
      name,
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    reason,
    message: messageOf(entry).slice(0, mostMessage),
    type: entry.kind === 'guard-abort' ? 'Warning' : 'Normal',
    source: { component: 'sluice' },
    reportingComponent: 'sluice.dev/console',
    reportingInstance: '',
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  };
}

/** `mara: shop/reviews v1 → v2, 5 % → 25 %: new release` */
function messageOf({ by, reason, from, to, release }: Entry): string {
  const { service, stable, candidate, strategy, phase } = release;
  const share = [from, to].filter((one) => one !== null).map((one) => `${one} %`);
  const said = [
    `${by}: ${service.namespace}/${service.name} ${stable.version} → ${candidate.version}`,
    strategy.kind,
    share.length === 0 ? phase : share.join(' → '),
  ].join(', ');
  return reason === '' ? said : `${said}: ${reason}`;
}
