/**
 * The objects in memory, with a bounded history per kind from which watches replay and old lists are rebuilt
 * (apiserver pkg/storage/cacher). Stored objects are never changed in place.
 */
import { compareText } from '#lib/compare-text.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { apiVersionOf, type Kind, kindOfObject, kindOfPlural } from './kinds.ts';
import type { ObjectStore, StoreEvent } from './types.ts';
import { sameContent, stamp, timestamp } from './writes/metadata.ts';

export interface StoredChange {
  type: StoreEvent['type'];
  revision: number;
  object: KubernetesObject;
  /** What was stored before; absent for ADDED. */
  previous?: KubernetesObject;
}

interface Shelf {
  kind: Kind;
  /** By namespace ("" for cluster-scoped), then name. */
  objects: Map<string, Map<string, KubernetesObject>>;
  /** Sorted lists by namespace, "*" for all; emptied by every write. */
  sorted: Map<string, readonly KubernetesObject[]>;
  history: StoredChange[];
  /** Changes up to this revision are no longer in the history. */
  forgotten: number;
  listeners: Set<(change: StoredChange) => void>;
}

/** Kinds whose generation Kubernetes counts. */
const counted = new Set(['apps', 'admissionregistration.k8s.io', 'apiextensions.k8s.io', 'discovery.k8s.io']);

export function countsGeneration(kind: Kind): boolean {
  return kind.crd !== undefined || counted.has(kind.group) || kind.kind === 'Pod';
}

function byKey(a: KubernetesObject, b: KubernetesObject): number {
  return (
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

export class Store implements ObjectStore {
  revision: number;
  readonly #shelves = new Map<string, Shelf>();
  readonly #subscribers = new Set<(event: StoreEvent) => void>();
  readonly #now: () => number;
  readonly #historyLength: number;
  readonly #start: number;

  constructor(now: () => number, historyLength = 1000) {
    this.#now = now;
    // Starts at the time in seconds: what a client remembers of an earlier run is old here, never still to come.
    this.revision = Math.floor(now() / 1000);
    this.#start = this.revision;
    this.#historyLength = historyLength;
  }

  #shelf(kind: Kind): Shelf {
    const key = `${kind.group}/${kind.plural}`;
    const found = this.#shelves.get(key);
    if (found) return found;
    const shelf: Shelf = {
      kind,
      objects: new Map(),
      sorted: new Map(),
      history: [],
      // What was before the start is not known.
      forgotten: this.#start,
      listeners: new Set(),
    };
    this.#shelves.set(key, shelf);
    return shelf;
  }

  now(): number {
    return this.#now();
  }

  get(kind: Kind, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.#shelf(kind)
      .objects.get(namespace ?? '')
      ?.get(name);
  }

  all(kind: Kind, namespace?: string): readonly KubernetesObject[] {
    const shelf = this.#shelf(kind);
    const cached = shelf.sorted.get(namespace ?? '*');
    if (cached) return cached;
    const objects = (
      namespace === undefined
        ? [...shelf.objects.values()].flatMap((names) => [...names.values()])
        : [...(shelf.objects.get(namespace)?.values() ?? [])]
    ).sort(byKey);
    shelf.sorted.set(namespace ?? '*', objects);
    return objects;
  }

  list<T extends KubernetesObject>(group: string, plural: string, namespace?: string): readonly T[];
  list(group: string, plural: string, namespace?: string): readonly KubernetesObject[] {
    const kind = kindOfPlural(group, plural);
    return kind ? this.all(kind, namespace) : [];
  }

  put(object: KubernetesObject, manager: string): KubernetesObject {
    const kind = kindOfObject(object);
    if (!kind) throw new Error(`the demo has no kind ${object.kind} in ${object.apiVersion}`);
    const previous = this.get(kind, object.metadata.namespace, object.metadata.name);
    const next = stamp(
      previous,
      object,
      { manager, operation: 'Update', apiVersion: object.apiVersion, time: timestamp(this.#now()) },
      { counted: countsGeneration(kind) },
    );
    return this.write(kind, next);
  }

  remove(group: string, plural: string, namespace: string | undefined, name: string): void {
    const kind = kindOfPlural(group, plural);
    const object = kind && this.get(kind, namespace, name);
    if (object) this.erase(kind, object);
  }

  /** Stores an object whose metadata is complete but for resourceVersion. Writing what is there already changes nothing. */
  write(kind: Kind, object: KubernetesObject): KubernetesObject {
    const { namespace, name } = object.metadata;
    const previous = this.get(kind, namespace, name);
    const canonical = { ...object, apiVersion: apiVersionOf(kind) };
    if (previous && sameContent(previous, canonical)) return previous;
    this.revision += 1;
    const stored = {
      ...canonical,
      metadata: { ...object.metadata, resourceVersion: `${this.revision}` },
    };
    const shelf = this.#shelf(kind);
    const names = shelf.objects.get(namespace ?? '') ?? new Map<string, KubernetesObject>();
    shelf.objects.set(namespace ?? '', names.set(name, stored));
    this.#announce(
      shelf,
      previous
        ? { type: 'MODIFIED', revision: this.revision, object: stored, previous }
        : { type: 'ADDED', revision: this.revision, object: stored },
    );
    return stored;
  }

  /** Takes an object out and returns it as its last event shows it. */
  erase(kind: Kind, object: KubernetesObject): KubernetesObject {
    const shelf = this.#shelf(kind);
    const { namespace, name } = object.metadata;
    const names = shelf.objects.get(namespace ?? '');
    const previous = names?.get(name);
    if (!names || !previous) return object;
    names.delete(name);
    if (names.size === 0) shelf.objects.delete(namespace ?? '');
    this.revision += 1;
    const last = {
      ...previous,
      metadata: { ...previous.metadata, resourceVersion: `${this.revision}` },
    };
    this.#announce(shelf, { type: 'DELETED', revision: this.revision, object: last, previous });
    return last;
  }

  #announce(shelf: Shelf, change: StoredChange): void {
    shelf.sorted.clear();
    shelf.history.push(change);
    // Cut in large steps, so that the cost per write stays constant.
    if (shelf.history.length > this.#historyLength * 2) {
      const cut = shelf.history.splice(0, shelf.history.length - this.#historyLength);
      shelf.forgotten = cut.at(-1)?.revision ?? shelf.forgotten;
    }
    for (const listener of [...shelf.listeners]) listener(change);
    const { group, plural } = shelf.kind;
    for (const subscriber of [...this.#subscribers])
      subscriber({ type: change.type, group, plural, object: change.object });
  }

  /** Drops the history so far: what was loaded at the start is nothing that happened. */
  forget(): void {
    for (const shelf of this.#shelves.values()) shelf.history = [];
    for (const shelf of this.#shelves.values()) shelf.forgotten = this.revision;
  }

  /** Changes of a kind after a revision, or null when some of them are forgotten; `oldest` tells from where on they are known. */
  since(kind: Kind, revision: number): { changes: readonly StoredChange[] | null; oldest: number } {
    const { history, forgotten } = this.#shelf(kind);
    if (revision < forgotten) return { changes: null, oldest: forgotten };
    return { changes: history.filter((change) => change.revision > revision), oldest: forgotten };
  }

  /** The objects of a kind as they were at a revision, or null when that is forgotten. */
  allAt(kind: Kind, namespace: string | undefined, revision: number): readonly KubernetesObject[] | null {
    if (revision >= this.revision) return this.all(kind, namespace);
    const { changes } = this.since(kind, revision);
    if (!changes) return null;
    if (changes.length === 0) return this.all(kind, namespace);
    const key = (object: KubernetesObject): string =>
      `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const objects = new Map(this.all(kind).map((object) => [key(object), object]));
    for (const change of changes.toReversed()) {
      if (change.previous) objects.set(key(change.previous), change.previous);
      else objects.delete(key(change.object));
    }
    return [...objects.values()]
      .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
      .sort(byKey);
  }

  /** Called after each write to one kind; returns the way to stop it. */
  listen(kind: Kind, listener: (change: StoredChange) => void): () => void {
    const { listeners } = this.#shelf(kind);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  }
}
