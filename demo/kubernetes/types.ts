/** What the rest of the demo knows of the embedded Kubernetes API. */
import type { KubernetesObject, Pod } from '#lib/istio/objects.ts';

/** A bearer token and who it is. */
export interface DemoUser {
  token: string;
  username: string;
  uid: string;
  groups: readonly string[];
}

export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  group: string;
  plural: string;
  object: KubernetesObject;
}

/** The objects behind the API, for the demo's own parts (traffic, controllers), which need no credentials. */
export interface ObjectStore {
  /** Present objects of one kind; group is "" for the core group. */
  list<T extends KubernetesObject>(group: string, plural: string, namespace?: string): readonly T[];
  /** Create or replace, without admission; `manager` lands in managedFields. */
  put(object: KubernetesObject, manager: string): KubernetesObject;
  remove(group: string, plural: string, namespace: string | undefined, name: string): void;
  /** Rises with every write. */
  readonly revision: number;
  /** Called after each write; returns the way to stop it. */
  subscribe(listener: (event: StoreEvent) => void): () => void;
}

/** Lines of one container's log, oldest first; `follow` is called with new lines until the returned function is called. */
export interface PodLogs {
  read(pod: Pod, container: string, sinceMs: number | null): readonly { atMs: number; line: string }[];
  follow(pod: Pod, container: string, onLine: (line: { atMs: number; line: string }) => void): () => void;
}

/** Where a port of a Service really is; null when nothing listens. */
export type Backends = (namespace: string, service: string, port: number) => URL | null;

export interface KubernetesOptions {
  /** 0 takes a free port. */
  port: number;
  objects: readonly KubernetesObject[];
  users: readonly DemoUser[];
  logs?: PodLogs;
  /** What answers behind the proxy of Services; nothing when absent. */
  backends?: Backends;
  /** An OpenID Connect issuer whose ID tokens are taken. */
  issuer?: string | undefined;
  /** False leaves workloads without pods, as an API server without a controller manager does. Default true. */
  controllers?: boolean;
}

export interface KubernetesServer {
  /** https://127.0.0.1:PORT */
  url: string;
  /** The same port also speaks plain HTTP, for scripts. */
  plainUrl: string;
  /** PEM of the certificate authority that signed the server's certificate. */
  caCertificate: string;
  port: number;
  store: ObjectStore;
  close(): Promise<void>;
}
