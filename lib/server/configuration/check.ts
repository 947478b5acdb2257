/** Drafts put into the set of what their author may read, checked with everything around them, and taken out again. */
import type { ChangeCheck, CheckAnswer } from '#lib/api/configuration/configuration.ts';
import type { JsonObject } from '#lib/document/json.ts';
import type { CheckSet, Rechecked } from '#lib/istio/checks/check-set.ts';
import type { CheckFinding } from '#lib/istio/checks/finding.ts';
import { identityOf } from '#lib/istio/checks/kinds.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type KindRights, kindKeys } from '../access/kind-rights.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { inSlices } from '../mesh/slices.ts';
import type { CheckBook } from './check-book.ts';
import { type Draft, slipsOf } from './draft.ts';
import { findingOf, newAmong } from './findings.ts';
import type { Target } from './target.ts';

const maxElsewhere = 500;

export async function checkDrafts(
  drafts: readonly Draft[],
  { book, snapshot, rights }: { book: CheckBook; snapshot: Pick<Snapshot, 'list'>; rights: KindRights },
): Promise<CheckAnswer> {
  const liveOf = (target: Target) => visibleObject(snapshot, rights, target);
  const { rechecked, size, before } = await book.use(rights, async (set) => {
    const known = drafts.map(({ target }) => liveOf(target));
    const old = known.map((live) => (live === null ? [] : set.findingsOf(live)));
    const put = drafts.flatMap((draft, index) => draftObject(draft, known[index] ?? null) ?? []);
    const remove = drafts.flatMap(({ change }, index) =>
      change.op === 'delete' ? (known[index] ?? []) : [],
    );
    const result = await inSlices(set.changeInSteps({ put, remove }));
    const total = set.size();
    await restore(set, { put, remove, known: known.filter((live) => live !== null) });
    return { rechecked: result, size: total, before: old };
  });
  const byId = new Map(rechecked.map((one) => [identityOf(one.object), one]));
  const own = new Set<Rechecked>();
  const changes = drafts.map((draft, index): ChangeCheck => {
    const found = draft.value === null ? undefined : byId.get(identityOf(asObject(draft.value)));
    const live = liveOf(draft.target);
    const gone = live === null ? undefined : byId.get(identityOf(live));
    for (const one of [found, gone]) if (one !== undefined) own.add(one);
    return checkedChange(draft, before[index] ?? [], found?.after ?? []);
  });
  const others = rechecked.filter((one) => !own.has(one));
  return {
    changes,
    elsewhere: {
      appeared: others
        .flatMap(({ before: old, after }) => after.filter(newAmong(old, after)))
        .slice(0, maxElsewhere)
        .map((finding) => findingOf(finding, { isNew: true })),
      gone: others
        .flatMap(({ before: old, after }) => old.filter(newAmong(after, old)))
        .slice(0, maxElsewhere)
        .map((finding) => findingOf(finding, { isNew: false })),
    },
    related: {
      read: size,
      unreadable: kindKeys.flatMap((key) => {
        const namespaces = rights.unreadable(key);
        return namespaces.length === 0 ? [] : [{ kind: kindId(kinds[key]), namespaces: [...namespaces] }];
      }),
      hiddenNamespaces: !rights.allNamespaces,
    },
  };
}

function checkedChange(
  draft: Draft,
  before: readonly CheckFinding[],
  after: readonly CheckFinding[],
): ChangeCheck {
  const { change, target, yaml, mismatches, placeOf } = draft;
  const isNew = newAmong(before, after);
  return {
    kind: kindId(target.kind),
    namespace: target.namespace,
    name: target.name,
    op: change.op,
    yaml,
    mismatches,
    findings: [
      ...slipFindings(draft),
      ...after.map((finding) => findingOf(finding, { isNew: isNew(finding), placeOf })),
    ],
  };
}

function slipFindings(draft: Draft): ChangeCheck['findings'] {
  const { kind, namespace, name } = draft.target;
  const about = { apiVersion: `${kind.group}/${kind.versions[0] ?? ''}`, kind: kind.kind, namespace, name };
  return slipsOf(draft).map(({ path, reason }) =>
    findingOf(
      {
        code: 'IST0106',
        severity: 'error',
        ...about,
        path,
        message: { key: 'IST0106', params: { reason } },
        fix: null,
      },
      { isNew: true, placeOf: draft.placeOf },
    ),
  );
}

/** As the set was: what was there comes back, what was not there goes. */
async function restore(
  set: CheckSet,
  {
    put,
    remove,
    known,
  }: {
    put: readonly KubernetesObject[];
    remove: readonly KubernetesObject[];
    known: readonly KubernetesObject[];
  },
): Promise<void> {
  const there = new Set(known.map(identityOf));
  const touched = new Set([...put, ...remove].map(identityOf));
  await inSlices(
    set.changeInSteps({
      put: known.filter((object) => touched.has(identityOf(object))),
      remove: put.filter((object) => !there.has(identityOf(object))),
    }),
  );
}

/** Null when it is not there, or the caller may not list it. */
export function visibleObject(
  snapshot: Pick<Snapshot, 'list'>,
  rights: KindRights,
  { key, namespace, name }: Target,
): KubernetesObject | null {
  if (!rights.lists(key, namespace)) return null;
  const found = snapshot
    .list(key)
    .find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  return found ?? null;
}

/** A text that speaks of another object than its change is not put in the place of that other object. */
function draftObject({ value, mismatches }: Draft, live: KubernetesObject | null): KubernetesObject | null {
  if (value === null || mismatches.length > 0) return null;
  const object = asObject(value);
  // Age decides which of two rules counts; an editor's text may leave it out.
  const { creationTimestamp, uid } = live?.metadata ?? {};
  const known = { ...(creationTimestamp && { creationTimestamp }), ...(uid && { uid }) };
  return { ...object, metadata: { ...known, ...object.metadata } };
}

/** Its names were compared with those of the change; all else is judged by the checks, which take any shape. */
function asObject(value: JsonObject): KubernetesObject {
  return value as JsonObject & KubernetesObject;
}
