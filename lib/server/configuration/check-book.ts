/**
 * The checks over the objects of the cluster, once for each distinct set of rights: a set holds only what its callers may list, so
 * that no finding can speak of anything else. Sets follow the snapshot, object by object, in slices between which requests are answered.
 */
import { type CheckSet, createCheckSet } from '#lib/istio/checks/check-set.ts';
import { identityOf, knownKind } from '#lib/istio/checks/kinds.ts';
import { type Judged, judgeSteps } from '#lib/istio/checks/objects/soundness.ts';
import type { Sight } from '#lib/istio/checks/view/sight.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Steps } from '#lib/steps.ts';
import { isKindKey, type KindRights, kindKeys } from '../access/kind-rights.ts';
import type { Clock } from '../clock.ts';
import { type ResourceId, resources } from '../kubernetes/resources.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru } from '../lru.ts';
import { inSlices } from '../mesh/slices.ts';

export interface CheckBook {
  /** One caller at a time; the set is up to date, and must be left as it was found. */
  use<T>(rights: KindRights, work: (set: CheckSet) => Promise<T>): Promise<T>;
  /** Kinds that the console itself could not read: checks that need them are silent. */
  unread(): readonly string[];
  /** Brings the sets that were used lately up to date. */
  follow(): Promise<void>;
}

export type CheckedSnapshot = Pick<Snapshot, 'list' | 'kinds' | 'revision' | 'objects'>;

interface Kept {
  rights: KindRights;
  set: CheckSet;
  /** What the set holds of each kind, and the list that it was picked from. */
  held: Map<ResourceId, Held>;
  revision: number;
  key: string;
  usedMs: number;
  /** Whoever comes waits for this. */
  last: Promise<unknown>;
}

interface Held {
  list: readonly KubernetesObject[];
  objects: ReadonlyMap<string, KubernetesObject>;
}

const keptSets = 24;
const followedMs = 120_000;
/** Never read by the console, or nothing that its account may read: Secrets, nodes, webhooks, definitions. */
const neverRead = [
  'Secret',
  'ConfigMap',
  'Node',
  'MutatingWebhookConfiguration',
  'CustomResourceDefinition',
  'TrafficExtension',
];
const workloads = ['deployments', 'statefulSets', 'daemonSets'] as const satisfies readonly ResourceId[];
const around = ['namespaces', 'services', 'pods', ...workloads] as const satisfies readonly ResourceId[];

/** As checks name the kind. */
const checkKind = new Map<ResourceId, string>(
  [...kindKeys, ...around].map((id) => {
    const { group, version, kind } = resources[id];
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return [id, knownKind({ apiVersion, kind }) ?? kind];
  }),
);
/** What Istio's objects are checked against. */
const surrounding = around.flatMap((id) => checkKind.get(id) ?? []);
const idOfKind = new Map([...checkKind].map(([id, kind]) => [kind, id]));

export function createCheckBook(snapshot: CheckedSnapshot, clock: Clock): CheckBook {
  const sets = createLru<Kept>(keptSets);
  const judged = new WeakMap<KubernetesObject, Judged>();

  function* remembered(object: KubernetesObject): Steps<Judged> {
    // Kubernetes itself has judged its own kinds.
    if (surrounding.includes(knownKind(object) ?? '')) return { sound: object, observations: [] };
    const known = judged.get(object);
    if (known !== undefined) return known;
    const verdict = yield* judgeSteps(object);
    judged.set(object, verdict);
    return verdict;
  }

  function unread(): string[] {
    const states = snapshot.kinds();
    const missing = [...checkKind].filter(([id]) => {
      const state = states.get(id)?.state;
      return state !== 'ok' && state !== 'absent';
    });
    return [...neverRead, ...missing.map(([, kind]) => kind)];
  }

  function keptFor(rights: KindRights): Kept {
    const { meshConfig } = snapshot.objects();
    const hidden = unread();
    const key = JSON.stringify([rights.key, hidden, meshConfig]);
    const known = sets.get(key);
    if (known !== undefined) return known;
    const set = createCheckSet([], {
      meshConfig,
      unread: hidden,
      sight: rights.all ? undefined : sightOf(rights),
      judge: remembered,
      notChecked: surrounding,
    });
    const kept: Kept = {
      key,
      rights,
      set,
      held: new Map(),
      revision: -1,
      usedMs: 0,
      last: Promise.resolve(),
    };
    sets.set(key, kept);
    return kept;
  }

  async function bringUpToDate(kept: Kept): Promise<void> {
    const revision = snapshot.revision();
    if (kept.revision === revision) return;
    const put: KubernetesObject[] = [];
    const remove: KubernetesObject[] = [];
    const next: [ResourceId, Held][] = [];
    for (const id of checkKind.keys()) {
      const list = snapshot.list(id);
      const before = kept.held.get(id);
      // Most changes are of one kind: the others are not looked through.
      if (before?.list === list) continue;
      const objects = new Map<string, KubernetesObject>();
      for (const object of list) if (isHeld(kept.rights, id, object)) objects.set(identityOf(object), object);
      for (const [key, object] of objects) if (before?.objects.get(key) !== object) put.push(object);
      for (const [key, object] of before?.objects ?? []) if (!objects.has(key)) remove.push(object);
      next.push([id, { list, objects }]);
    }
    await inSlices(kept.set.changeInSteps({ put, remove }));
    for (const [id, held] of next) kept.held.set(id, held);
    kept.revision = revision;
  }

  function use<T>(kept: Kept, work: (set: CheckSet) => Promise<T>): Promise<T> {
    const mine = kept.last.then(async () => {
      await bringUpToDate(kept);
      return work(kept.set);
    });
    // Whatever failed in the middle left a set of neither state: the next one is made anew.
    kept.last = mine.catch(() => sets.delete(kept.key));
    return mine;
  }

  return {
    unread,
    use: (rights, work) => {
      const kept = keptFor(rights);
      kept.usedMs = clock.now();
      return use(kept, work);
    },
    follow: async () => {
      for (const kept of sets.values()) {
        if (clock.now() - kept.usedMs < followedMs) await use(kept, async () => undefined);
      }
    },
  };
}

function isHeld(rights: KindRights, id: ResourceId, { metadata }: KubernetesObject): boolean {
  const namespace = id === 'namespaces' ? metadata.name : (metadata.namespace ?? '');
  return mayRead(rights, id, namespace);
}

/** Who may list Deployments is shown all workloads. */
function isWorkload(id: ResourceId): boolean {
  return workloads.some((one) => one === id);
}

function mayRead(rights: KindRights, id: ResourceId, namespace: string): boolean {
  if (!rights.visible(namespace)) return false;
  if (isWorkload(id)) return rights.deployments?.has(namespace) ?? true;
  return isKindKey(id) ? rights.lists(id, namespace) : true;
}

function sightOf(rights: KindRights): Sight {
  return {
    sees: (kind, namespace) => {
      const id = idOfKind.get(kind);
      return id !== undefined && mayRead(rights, id, namespace);
    },
    seesAll: (kind) => {
      const id = idOfKind.get(kind);
      if (id === undefined || !rights.allNamespaces) return false;
      if (isWorkload(id)) return rights.deployments === null;
      return isKindKey(id) ? rights.listsAll(id) : true;
    },
  };
}
