/** The rows that a namespace of the demo is written in. */

import type { Behaviour } from '#demo/traffic/behaviour.ts';
import type { Labels, ServicePort } from '#lib/istio/objects.ts';
import type { Manager } from './stamp.ts';

export interface WorkloadRow {
  /** Name of the Deployment or StatefulSet. */
  name: string;
  /** Label `app`; canonical name. */
  app: string;
  version: string;
  image: string;
  port: number;
  behaviour: Behaviour;
  kind?: 'Deployment' | 'StatefulSet';
  replicas?: number;
  /** False: opted out with the label `sidecar.istio.io/inject`. */
  sidecar?: boolean;
  /** Version of the proxy image; default the control plane's. */
  proxyVersion?: string;
  labels?: Labels;
  /** Default: the app's. */
  serviceAccount?: string;
  createdDaysAgo?: number;
  manager?: Manager;
}

export interface ServiceRow {
  name: string;
  ports: readonly ServicePort[];
  selector?: Labels;
  type?: 'ClusterIP' | 'LoadBalancer';
  manager?: Manager;
  createdDaysAgo?: number;
  labels?: Labels;
}

export interface NamespaceTable {
  name: string;
  labels: Labels;
  annotations?: Labels;
  /** The proxy runs as a restartable init container (the default of newer Istio). */
  nativeSidecar?: boolean;
  workloads: readonly WorkloadRow[];
  services: readonly ServiceRow[];
  manager?: Manager;
}
