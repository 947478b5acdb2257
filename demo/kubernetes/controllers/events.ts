/** Events as controllers and the kubelet write them, and the cap that keeps them from growing. */
import { randomBytes } from 'node:crypto';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { text } from '../coding/json.ts';
import type { ObjectStore } from '../types.ts';
import { timestamp } from '../writes/metadata.ts';

const mostEvents = 1000;

export function recordEvent(
  store: ObjectStore,
  about: KubernetesObject,
  component: string,
  reason: string,
  message: string,
): void {
  const { namespace, name, uid, resourceVersion } = about.metadata;
  const now = timestamp(Date.now());
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${randomBytes(8).toString('hex')}`, namespace },
    involvedObject: { apiVersion: about.apiVersion, kind: about.kind, namespace, name, uid, resourceVersion },
    type: 'Normal',
    reason,
    message,
    source: { component },
    reportingComponent: component,
    reportingInstance: '',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
  store.put(event, component);
}

/** Removes the oldest events when there are too many, a tenth at once. */
export function capEvents(store: ObjectStore): void {
  const events = store.list('', 'events');
  if (events.length <= mostEvents) return;
  const oldest = events.toSorted((a, b) => text(a, 'lastTimestamp').localeCompare(text(b, 'lastTimestamp')));
  for (const { metadata } of oldest.slice(0, events.length - mostEvents * 0.9))
    store.remove('', 'events', metadata.namespace, metadata.name);
}
