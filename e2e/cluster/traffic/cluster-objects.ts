/** The objects of the real API, listed and watched by the console's own reflectors, as the traffic engine reads them. */
import { type ObjectSource, routedKinds } from '#demo/traffic/cluster-view.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { systemClock } from '#lib/server/clock.ts';
import { loadConnection } from '#lib/server/kubernetes/kubeconfig.ts';
import { type ResourceId, resources } from '#lib/server/kubernetes/resources.ts';
import { createKubernetesClient } from '#lib/server/kubernetes/rest.ts';
import { createSnapshot } from '#lib/server/kubernetes/snapshot.ts';
import { createLog } from '#lib/server/log.ts';

export interface ClusterObjects extends ObjectSource {
  /** Called when objects changed that may send traffic elsewhere. */
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

const idByPath = new Map<string, ResourceId>(
  Object.entries(resources).map(([id, { group, plural }]) => [`${group}/${plural}`, id as ResourceId]),
);

/** Resolves when every kind was read once. */
export async function watchCluster(kubeconfig: string): Promise<ClusterObjects> {
  const client = createKubernetesClient(await loadConnection(kubeconfig));
  const snapshot = createSnapshot(client, systemClock, createLog('warn', process.stderr));
  const close = async (): Promise<void> => {
    await snapshot.stop();
    await client.close();
  };
  snapshot.start();
  const giveUp = AbortSignal.timeout(30_000);
  while (!snapshot.settled() && !giveUp.aborted) await systemClock.delay(50);
  const { state } = snapshot.state();
  if (state !== 'ok') {
    await close();
    throw new Error(`The Kubernetes API is ${state}.`);
  }
  return {
    // The console's account reads the mesh configuration by name and no other ConfigMap; istiod has its own from a file.
    list: <T extends KubernetesObject>(group: string, plural: string): readonly T[] => {
      const id = idByPath.get(`${group}/${plural}`);
      return id === undefined ? [] : (snapshot.list(id) as readonly T[]);
    },
    onChange: (listener) => {
      snapshot.onChange(({ resources: changed }) => {
        const isRouted = [...changed].some((id) =>
          routedKinds.has(`${resources[id].group}/${resources[id].plural}`),
        );
        if (isRouted) listener();
      });
    },
    close,
  };
}
