/** The whole content of the demo: objects for the Kubernetes API and behaviour for the traffic, fixed by seed and size. */

import type { MeshBehaviour } from '#demo/traffic/behaviour.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { access } from './access.ts';
import { bookinfo } from './bookinfo.ts';
import { cluster, events } from './cluster.ts';
import { controlPlane } from './control-plane.ts';
import { entries, externalBehaviours } from './entries.ts';
import { gatewayApi } from './gateway-api.ts';
import { type GeneratedContent, generated } from './generated.ts';
import { ingress } from './ingress.ts';
import { otherClusters, withPeers } from './other-clusters.ts';
import { payments } from './payments.ts';
import { proxySettings } from './proxy-settings.ts';
import { shop } from './shop-routing.ts';
import { createStamp } from './stamp.ts';
import { upgrade } from './upgrade.ts';

export interface MeshOptions {
  seed: number;
  /** Unix ms that all ages count from. */
  nowMs: number;
  /** Services in all; more than the hand-written ones are generated. */
  services?: number;
  /** Namespaces of applications in all. */
  namespaces?: number;
  /** Clusters of the mesh in all, this one included; 1 when absent. */
  clusters?: number;
  /** Grafana and the others beside the control plane; false where nothing stands in for them. Default true. */
  tools?: boolean;
}

export interface Mesh {
  objects: readonly KubernetesObject[];
  /** The same objects as they were until `untilMs`. */
  past: { untilMs: number; objects: readonly KubernetesObject[] };
  behaviour: MeshBehaviour;
}

const applications = ['bookinfo', 'shop', 'payments'];
const canaryAgeMs = 20 * 60_000;

export function buildMesh(options: MeshOptions): Mesh {
  const stamp = createStamp(options.seed, options.nowMs);
  const shopContent = shop(stamp);
  const parts = [
    cluster(stamp),
    controlPlane(stamp, options.tools ?? true),
    ingress(stamp),
    bookinfo(stamp),
    shopContent,
    payments(stamp),
    upgrade(stamp),
  ];
  const handWritten = parts.flatMap((part) => part.objects);
  const more = growth(options, handWritten.filter((object) => object.kind === 'Service').length);
  const grown: GeneratedContent =
    more.services > 0
      ? generated(stamp, more.services, more.namespaces)
      : { objects: [], behaviours: new Map(), entries: [], namespaces: [] };
  const objects = [
    ...handWritten,
    ...grown.objects,
    ...access(stamp),
    ...events(stamp, handWritten),
    ...proxySettings(stamp),
    ...gatewayApi(stamp),
  ];
  const elsewhere = otherClusters((options.clusters ?? 1) - 1);
  const before = new Map(shopContent.before.map((object) => [object.metadata.uid, object]));
  return {
    objects,
    past: {
      untilMs: options.nowMs - canaryAgeMs,
      objects: objects.map((object) => before.get(object.metadata.uid) ?? object),
    },
    behaviour: {
      behaviours: withPeers(
        new Map([...parts, grown].flatMap((part) => [...part.behaviours]).concat(externalBehaviours)),
        elsewhere,
      ),
      entries: [...entries, ...grown.entries],
      leanNamespaces: new Set(grown.namespaces),
      elsewhere,
    },
  };
}

function growth(options: MeshOptions, handWritten: number): { services: number; namespaces: number } {
  const services = Math.max(0, (options.services ?? 0) - handWritten);
  const wanted = options.namespaces ?? Math.ceil((options.services ?? 0) / 20);
  return { services, namespaces: Math.min(services, Math.max(1, wanted - applications.length)) };
}
