/** The controllers that keep the stage alive: each change names what is to be looked at again. */
import type { KubernetesObject, Pod, Workload } from '#lib/istio/objects.ts';
import { text } from '../coding/json.ts';
import { isStored, kinds } from '../kinds.ts';
import type { ObjectStore, StoreEvent } from '../types.ts';
import { reconcileAggregation } from './aggregation.ts';
import { reconcileEndpoints } from './endpoints.ts';
import { capEvents, recordEvent } from './events.ts';
import { collectGarbage, controllerOf, finishDeletion } from './owners.ts';
import { startedPod } from './pods.ts';
import { workQueue } from './work-queue.ts';
import { reconcileDeployment, reconcilePods } from './workloads.ts';

const plurals: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  StatefulSet: 'statefulsets',
};

/** Deletes everything in a namespace that is to go, then the namespace. */
function emptyNamespace(store: ObjectStore, name: string): void {
  for (const kind of kinds.filter((candidate) => candidate.namespaced && isStored(candidate)))
    for (const object of store.list(kind.group, kind.plural, name))
      store.remove(kind.group, kind.plural, name, object.metadata.name);
  store.remove('', 'namespaces', undefined, name);
}

/** `podStartMs` is how long a pod of the demo takes to start. Returns the way to stop them. */
export function startControllers(store: ObjectStore, podStartMs: number): () => void {
  const starting = new Set<NodeJS.Timeout>();
  const find = <T extends KubernetesObject>(
    group: string,
    plural: string,
    namespace: string,
    name: string,
  ): T | undefined => store.list<T>(group, plural, namespace).find((object) => object.metadata.name === name);

  const queue = workQueue((key) => {
    const [kind = '', namespace = '', name = ''] = key.split('/');
    if (kind === 'Namespace') emptyNamespace(store, namespace);
    else if (kind === 'ClusterRole') reconcileAggregation(store);
    else if (kind === 'Endpoints') reconcileEndpoints(store, namespace);
    else {
      const workload = find<Workload>('apps', plurals[kind] ?? '', namespace, name);
      if (!workload) return;
      if (kind === 'Deployment') reconcileDeployment(store, workload);
      else reconcilePods(store, workload, Date.now());
    }
  });

  const startLater = (pod: KubernetesObject): void => {
    const { namespace = '', name, uid } = pod.metadata;
    const timer = setTimeout(() => {
      starting.delete(timer);
      const found = find<Pod>('', 'pods', namespace, name);
      if (!found || found.metadata.uid !== uid) return;
      store.put(startedPod(store, found, Date.now()), 'kubelet');
      const first = found.spec?.containers[0]?.name ?? '';
      recordEvent(store, found, 'kubelet', 'Started', `Container started: ${first}`);
    }, podStartMs);
    starting.add(timer);
  };

  const look = ({ type, object }: StoreEvent): void => {
    const { kind } = object;
    const { namespace = '', name, deletionTimestamp } = object.metadata;
    if (type === 'DELETED') collectGarbage(store, object);
    else finishDeletion(store, object);
    if (kind === 'Namespace' && type === 'MODIFIED' && deletionTimestamp !== undefined)
      queue.add(`Namespace/${name}`);
    if (kind === 'ClusterRole') queue.add('ClusterRole');
    if (kind === 'Event' && type === 'ADDED') capEvents(store);
    if (kind in plurals && type !== 'DELETED') queue.add(`${kind}/${namespace}/${name}`);
    if (kind === 'Pod' || (kind === 'Service' && type !== 'DELETED')) queue.add(`Endpoints/${namespace}`);
    if (kind === 'Pod' && type === 'ADDED' && text(object, 'status', 'phase') === 'Pending')
      startLater(object);
    const owner = controllerOf(object);
    if (owner && owner.kind in plurals) queue.add(`${owner.kind}/${namespace}/${owner.name}`);
  };
  reconcileAggregation(store);
  const stopListening = store.subscribe(look);
  return () => {
    stopListening();
    queue.stop();
    for (const timer of starting) clearTimeout(timer);
  };
}
