/**
 * One kind of object, kept equal to the cluster's: paged list, then watch from there, for ever.
 * Mirrors client-go's Reflector (https://github.com/kubernetes/client-go/blob/master/tools/cache/reflector.go) and supervises itself:
 * bookmarks, 410 with at most one new list in ten seconds, silence, lost connections with jittered backoff, garbage.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../app-error.ts';
import { backoffMs, type Clock } from '../clock.ts';
import { collectionPath } from './paths.ts';
import { readObject } from './prune.ts';
import { type Resource, type ResourceId, resources } from './resources.ts';
import type { KubernetesClient } from './rest.ts';
import { readWatch } from './watch-lines.ts';

export interface KindState {
  state: 'starting' | 'ok' | 'absent' | 'forbidden' | 'unreachable';
  /** Unix milliseconds since the state holds. */
  sinceMs: number;
  lastGoodMs: number | null;
  /** Lines and events that made no sense, since the start. */
  garbage: number;
}

export interface Reflector {
  readonly id: ResourceId;
  readonly items: ReadonlyMap<string, KubernetesObject>;
  /** The same array until an object of the kind changes: what was made of it is found again by it. */
  list(): readonly KubernetesObject[];
  state(): KindState;
  /** At which it is read: the best that the cluster serves, once it has been read. */
  version(): string;
  /** The cluster answers again: do not wait any longer. */
  hurry(): void;
  /** Runs until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
}

/** Told of every single change, also of those that follow one another faster than changes are announced. */
export interface ObjectTap {
  /** A whole list is in: at the start, and after a gap in the watch. */
  listed(id: ResourceId, items: ReadonlyMap<string, KubernetesObject>): void;
  changed(id: ResourceId, object: KubernetesObject, gone: boolean): void;
}

export interface ReflectorOptions {
  id: ResourceId;
  client: KubernetesClient;
  clock: Clock;
  /** Called after changes with the namespaces concerned ("" for objects without one). */
  onChange(namespaces: ReadonlySet<string>): void;
  onState(state: KindState): void;
  tap?: ObjectTap;
}

const pageSize = '500';
const relistEveryMs = 10_000;
/** Kubernetes sends a bookmark about every minute: two missed ones mean a dead connection. */
const silenceMs = 130_000;
/** Kinds that are absent or forbidden are asked for again at this beat. */
const retryRefusedMs = 60_000;
/** A server that comes back, be it within a second, refuses what it has not read yet: its roles, its CRDs. So long that is no verdict. */
const warmUpMs = 15_000;
/** A watch that ends sooner than this counts as a failure. */
const shortWatchMs = 1000;

class Expired extends Error {}

export function objectKey(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** True when `next` is an older state of the object than `stored`. Versions that are no numbers cannot be compared. */
function isOlder(next: KubernetesObject, stored: KubernetesObject | undefined): boolean {
  const [a, b] = [next.metadata.resourceVersion ?? '', stored?.metadata.resourceVersion ?? ''];
  return /^\d+$/.test(a) && /^\d+$/.test(b) && BigInt(a) < BigInt(b);
}

export function createReflector({ id, client, clock, onChange, onState, tap }: ReflectorOptions): Reflector {
  const resource: Resource = resources[id];
  const versions = [resource.version, ...(resource.olderVersions ?? [])];
  let version = resource.version;
  const items = new Map<string, KubernetesObject>();
  let list: readonly KubernetesObject[] | null = null;
  let state: KindState = { state: 'starting', sinceMs: clock.now(), lastGoodMs: null, garbage: 0 };
  let resourceVersion: string | null = null;
  let listedAtMs = Number.NEGATIVE_INFINITY;
  let established = false;
  /** When it was first refused after it could be read. */
  let refusedAtMs: number | null = null;
  let patience = new AbortController();

  function enter(next: KindState['state']): void {
    const now = clock.now();
    const changed = state.state !== next;
    state = {
      ...state,
      state: next,
      sinceMs: changed ? now : state.sinceMs,
      lastGoodMs: next === 'ok' ? now : state.lastGoodMs,
    };
    if (changed) onState(state);
  }

  const countGarbage = () => {
    state = { ...state, garbage: state.garbage + 1 };
  };

  const path = () => collectionPath({ ...resource, version }, null);

  /** Where the newest version is not served, an older one may be. */
  async function listServed(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        return await readAll(signal);
      } catch (error) {
        const older = versions[versions.indexOf(version) + 1];
        const isUnknown = isAppError(error) && error.details.upstreamStatus === 404;
        if (!isUnknown || older === undefined || state.state === 'ok') throw error;
        version = older;
        listedAtMs = Number.NEGATIVE_INFINITY;
      }
    }
  }

  async function readAll(signal: AbortSignal): Promise<void> {
    const wait = listedAtMs + relistEveryMs - clock.now();
    if (wait > 0) await clock.delay(wait, signal);
    listedAtMs = clock.now();
    const found = new Map<string, KubernetesObject>();
    let listed = '';
    let token = '';
    do {
      const query = { limit: pageSize, ...(token === '' ? {} : { continue: token }) };
      const page = await client.list(path(), query, signal);
      if (!isRecord(page) || !Array.isArray(page.items) || !isRecord(page.metadata)) {
        throw new Error('not a list');
      }
      for (const item of page.items) {
        const object = readObject(id, item, version);
        if (object === null) countGarbage();
        else found.set(objectKey(object), object);
      }
      listed = String(page.metadata.resourceVersion ?? '');
      token = String(page.metadata.continue ?? '');
    } while (token !== '');
    replace(found);
    tap?.listed(id, items);
    resourceVersion = listed;
    enter('ok');
  }

  function replace(found: ReadonlyMap<string, KubernetesObject>): void {
    const changed = new Set<string>();
    for (const [key, object] of items) {
      if (found.has(key)) continue;
      changed.add(object.metadata.namespace ?? '');
      items.delete(key);
    }
    for (const [key, object] of found) {
      const version = object.metadata.resourceVersion;
      if (version !== undefined && items.get(key)?.metadata.resourceVersion === version) continue;
      changed.add(object.metadata.namespace ?? '');
      items.set(key, object);
    }
    if (changed.size === 0) return;
    list = null;
    onChange(changed);
  }

  function apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubernetesObject): void {
    const key = objectKey(object);
    if (isOlder(object, items.get(key))) return;
    if (type === 'DELETED') items.delete(key);
    else items.set(key, object);
    list = null;
    tap?.changed(id, object, type === 'DELETED');
    onChange(new Set([object.metadata.namespace ?? '']));
  }

  async function watch(signal: AbortSignal): Promise<void> {
    const startedAtMs = clock.now();
    const silence = new AbortController();
    const either = AbortSignal.any([signal, silence.signal]);
    let heardAtMs = clock.now();
    let over = false;
    const supervise = async () => {
      while (!over && !either.aborted) {
        const left = heardAtMs + silenceMs - clock.now();
        if (left <= 0) silence.abort();
        else await clock.delay(left, either);
      }
    };
    try {
      const stream = await client.watch(
        path(),
        {
          allowWatchBookmarks: 'true',
          resourceVersion: resourceVersion ?? '',
          timeoutSeconds: String(240 + Math.floor(clock.random() * 60)),
        },
        either,
      );
      void supervise();
      established = true;
      enter('ok');
      const hear = () => {
        heardAtMs = clock.now();
      };
      for await (const event of readWatch(stream, hear, countGarbage)) {
        if (event.type === 'ERROR') {
          if (event.object.code === 410) throw new Expired('410 in the stream');
          throw new Error('error event');
        }
        const metadata = isRecord(event.object.metadata) ? event.object.metadata : {};
        const seen = metadata.resourceVersion;
        if (event.type !== 'BOOKMARK') {
          const object = readObject(id, event.object, version);
          if (object === null) countGarbage();
          else apply(event.type, object);
        }
        if (typeof seen === 'string' && seen !== '') resourceVersion = seen;
        enter('ok');
      }
    } catch (error) {
      // Silence is no failure of the cluster: go on from the last version seen.
      if (!silence.signal.aborted) throw error;
    } finally {
      over = true;
      silence.abort();
    }
    if (clock.now() - startedAtMs < shortWatchMs) throw new Error('the watch ended at once');
  }

  function isWarmingUp(): boolean {
    if (state.state !== 'ok' && state.state !== 'unreachable') return false;
    refusedAtMs ??= clock.now();
    return clock.now() - refusedAtMs < warmUpMs;
  }

  /** Milliseconds to wait before the next try. */
  function settle(error: unknown, attempt: number): number {
    const status = isAppError(error) ? error.details.upstreamStatus : undefined;
    const isRefused = status === 401 || status === 403 || status === 404;
    if (isRefused && isWarmingUp()) return backoffMs(1, clock);
    refusedAtMs = null;
    if (error instanceof Expired || status === 410) {
      resourceVersion = null;
      return 0;
    }
    if (status === 404) {
      version = resource.version;
      replace(new Map());
      resourceVersion = null;
      enter('absent');
      return retryRefusedMs;
    }
    if (isRefused) {
      // What may no longer be read is no longer shown.
      replace(new Map());
      resourceVersion = null;
      enter('forbidden');
      return retryRefusedMs;
    }
    // A stream that was cut says nothing yet: only when the next try fails as well is the cluster away.
    if (!established) enter('unreachable');
    return backoffMs(attempt, clock);
  }

  return {
    id,
    items,
    list: () => {
      list ??= [...items.values()];
      return list;
    },
    version: () => version,
    state: () => state,
    hurry: () => {
      if (state.state === 'unreachable') patience.abort();
    },
    run: async (signal) => {
      let attempt = 0;
      while (!signal.aborted) {
        established = false;
        try {
          if (resourceVersion === null) await listServed(signal);
          await watch(signal);
          attempt = 0;
        } catch (error) {
          if (signal.aborted) return;
          attempt = established ? 1 : attempt + 1;
          patience = new AbortController();
          await clock.delay(settle(error, attempt), AbortSignal.any([signal, patience.signal]));
        }
      }
    },
  };
}
