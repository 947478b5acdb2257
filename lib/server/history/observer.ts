/**
 * Watches the objects of the registry's kinds through the shared snapshot and makes a revision of every change worth keeping, whoever
 * made it. What happened while the console was away is found by comparing what is there with the newest revision: one revision, late.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JsonObject } from '#lib/document/json.ts';
import { lastAuthor } from '#lib/history/authorship.ts';
import { revisionId } from '#lib/history/name.ts';
import { judge, type KnownState, type Verdict } from '#lib/history/observe.ts';
import { contentText, keptObject, type RevisionBody, type RevisionHead } from '#lib/history/revision.ts';
import { summaryOf } from '#lib/history/summary.ts';
import { itemKeyOf, type Kind } from '#lib/istio/kinds/kind.ts';
import { kindAt, kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { asJson, type KubernetesObject } from '#lib/istio/objects.ts';
import type { Clock } from '../clock.ts';
import type { ObjectTap } from '../kubernetes/reflector.ts';
import type { ResourceId } from '../kubernetes/resources.ts';

export interface Observed {
  head: RevisionHead;
  body: RevisionBody;
}

export interface ObserverOptions {
  clock: Clock;
  /** State after the newest revision of an object, where it can be had. */
  bodyOf(objectKey: string): Promise<JsonObject | null>;
  onRevision(observed: Observed): void;
}

export interface Observer {
  tap: ObjectTap;
  /** What is known from before, with its newest kept state; `since`: from when on the history knows of every object of a kind. */
  recall(states: ReadonlyMap<string, KnownState>, since: ReadonlyMap<string, number>): void;
  /** Judges what was seen so far, and from now on everything as it comes. */
  begin(): void;
  /** Of an object that is there: the content it has. */
  digestOf(objectKey: string): string | null;
}

interface Known extends KnownState {
  object: KubernetesObject | null;
}

const registry: Readonly<Record<string, Kind>> = kinds;

export function digestOf(kept: JsonObject): string {
  return createHash('sha256').update(contentText(kept)).digest('base64url').slice(0, 22);
}

export function createObserver({ clock, bodyOf, onRevision }: ObserverOptions): Observer {
  const known = new Map<string, Known>();
  const listedKinds = new Set<Kind>();
  let since: ReadonlyMap<string, number> = new Map();
  let early: (() => void)[] | null = [];
  let work: Promise<void> = Promise.resolve();

  function kindOfResource(id: ResourceId): Kind | null {
    return Object.hasOwn(registry, id) ? (registry[id] ?? null) : null;
  }

  const keyOf = (kind: Kind, { metadata }: KubernetesObject): string =>
    `${kindId(kind)}/${metadata.namespace ?? ''}/${metadata.name}`;

  /** One after the other, so that revisions keep the order of what happened. */
  function later(task: () => void | Promise<void>): void {
    // A change that cannot be judged is lost; the next one of the object is compared with what was known.
    work = work.then(task).catch(() => undefined);
  }

  async function see(kind: Kind, key: string, object: KubernetesObject | null, how: 'watched' | 'listed') {
    const before = known.get(key) ?? null;
    if (object !== null && before !== null && !before.gone) {
      const sameVersion = before.resourceVersion === (object.metadata.resourceVersion ?? '');
      if (sameVersion && before.uid === (object.metadata.uid ?? '')) {
        before.object = object;
        return;
      }
    }
    const kept = object === null ? null : keptObject(asJson(object));
    const state =
      object === null || kept === null
        ? null
        : {
            uid: object.metadata.uid ?? '',
            resourceVersion: object.metadata.resourceVersion ?? '',
            digest: digestOf(kept),
          };
    const createdMs = Date.parse(object?.metadata.creationTimestamp ?? '');
    const createdAt = Number.isNaN(createdMs) ? null : createdMs / 1000;
    const verdict = judge(before, { state, createdAt, how }, since.get(kindId(kind)) ?? null);
    if (state !== null) known.set(key, { ...state, gone: false, object });
    else if (before !== null) known.set(key, { ...before, gone: true, object: null });
    if (verdict !== null) await tell(kind, key, verdict, { before, kept, object, createdAt });
  }

  interface Parts {
    before: Known | null;
    kept: JsonObject | null;
    object: KubernetesObject | null;
    createdAt: number | null;
  }

  async function tell(kind: Kind, key: string, verdict: Verdict, parts: Parts) {
    const { before, kept, object, createdAt } = parts;
    const formerObject = before?.object ?? null;
    const isNew = verdict.operation === 'first-seen' || before === null || before.gone;
    const former = isNew
      ? null
      : formerObject === null
        ? await bodyOf(key)
        : keptObject(asJson(formerObject));
    const body: RevisionBody = { before: former, after: kept };
    const now = Math.floor(clock.now() / 1000);
    const author = object === null ? { manager: null, at: null } : lastAuthor(object, formerObject);
    const gone = kept === null;
    const uid = object?.metadata.uid ?? before?.uid ?? '';
    const resourceVersion = object?.metadata.resourceVersion ?? before?.resourceVersion ?? '';
    const [, namespace = '', name = ''] = key.split('/');
    onRevision({
      head: {
        id: revisionId({ uid, resourceVersion, gone }),
        kind: kindId(kind),
        namespace,
        name,
        uid,
        resourceVersion,
        operation: verdict.operation,
        // A clock of the cluster that runs ahead does not make the future.
        at: Math.min(author.at ?? (former === null ? createdAt : null) ?? now, now),
        seenAt: now,
        late: verdict.late,
        manager: author.manager,
        user: null,
        reason: null,
        digest: gone ? (before?.digest ?? '') : digestOf(kept),
        summary: summaryOf(body, itemKeyOf(kind)),
      },
      body,
    });
  }

  function listed(id: ResourceId, items: ReadonlyMap<string, KubernetesObject>): void {
    const kind = kindOfResource(id);
    if (kind === null) return;
    const objects = [...items.values()];
    listedKinds.add(kind);
    later(async () => {
      const present = new Map(objects.map((object) => [keyOf(kind, object), object]));
      const prefix = `${kindId(kind)}/`;
      for (const key of [...known.keys()]) {
        if (key.startsWith(prefix) && !present.has(key)) await see(kind, key, null, 'listed');
      }
      let count = 0;
      for (const [key, object] of present) {
        await see(kind, key, object, 'listed');
        count += 1;
        // Requests pass between.
        if (count % 50 === 0) await nextTurn();
      }
    });
  }

  function changed(id: ResourceId, object: KubernetesObject, gone: boolean): void {
    const kind = kindOfResource(id);
    if (kind === null) return;
    later(() => {
      const key = keyOf(kind, object);
      const before = known.get(key);
      // The event of a deletion has the version of the deletion.
      if (gone && before !== undefined && object.metadata.resourceVersion !== undefined) {
        before.resourceVersion = object.metadata.resourceVersion;
      }
      return see(kind, key, gone ? null : object, 'watched');
    });
  }

  const orQueue = (task: () => void): void => {
    if (early === null) task();
    else early.push(task);
  };

  return {
    tap: {
      listed: (id, items) => {
        const copy = new Map(items);
        orQueue(() => listed(id, copy));
      },
      changed: (id, object, gone) => orQueue(() => changed(id, object, gone)),
    },
    recall: (states, times) => {
      since = times;
      for (const [key, state] of states) {
        const present = known.get(key);
        known.set(key, { ...state, object: null });
        const kind = kindAt(key.split('/', 1)[0] ?? '');
        const wasListed = kind !== undefined && listedKinds.has(kind);
        // It was seen before it could be compared.
        if (wasListed) later(() => see(kind, key, present?.object ?? null, 'listed'));
      }
    },
    begin: () => {
      const tasks = early ?? [];
      early = null;
      for (const task of tasks) task();
    },
    digestOf: (key) => {
      const state = known.get(key);
      return state === undefined || state.gone ? null : state.digest;
    },
  };
}
