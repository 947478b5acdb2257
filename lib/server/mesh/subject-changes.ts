/**
 * What happened to the configuration of a service, workload, app or namespace: all that is known of the objects that touch it, and of
 * those that touched it once what happened in a stretch of time. For everybody: rights are looked at by whoever shows it.
 */
import type { ConfigurationChange } from '#lib/api/configuration/change.ts';
import type { Warning } from '#lib/api/problem.ts';
import type { JsonObject } from '#lib/document/json.ts';
import { type PastChange, speaks, touchingThen } from '#lib/graph/series/past-objects.ts';
import { configurationTouching, type SeriesParty } from '#lib/graph/series/series-subject.ts';
import { newestFirst } from '#lib/graph/views/changes.ts';
import { newestFirst as newestHeads, objectKeyOf } from '#lib/history/retention.ts';
import type { RevisionBody, RevisionHead } from '#lib/history/revision.ts';
import { mergeChanges } from '#lib/history/timeline.ts';
import { kindId, kindOf } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { createGate } from '../gate.ts';
import type { History } from '../history/history.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru, once } from '../lru.ts';

export const someChangesMissing: Warning = {
  code: 'changes-not-all',
  source: 'console',
  detail: 'More changed in this time than is looked at: of the older changes some are missing.',
};

export interface ChangesOfSubject {
  /** Newest first. */
  changes: readonly ConfigurationChange[];
  /** False when more happened in this time than is looked at: what was first is missing. */
  whole: boolean;
  /** Equal answers about one subject have equal keys. */
  key: string;
}

export interface SubjectChanges {
  /** Unix seconds, both ends included; null is now. */
  of(parties: readonly SeriesParty[], from: number, to: number | null): Promise<ChangesOfSubject>;
}

export interface SubjectChangesOptions {
  snapshot: Pick<Snapshot, 'objects' | 'revision'>;
  history: Pick<History, 'revisionsOf' | 'version' | 'heads' | 'body'>;
}

/** Changes of objects that do not touch a subject now, each of which may cost a read of what was kept: the newest are looked at. */
const mostRead = 400;
const readsAtATime = 8;

export function createSubjectChanges({ snapshot, history }: SubjectChangesOptions): SubjectChanges {
  const answers = createLru<Promise<ChangesOfSubject>>(128);
  const bodies = createLru<Promise<RevisionBody | null>>(2 * mostRead);
  const reads = createGate(readsAtATime);
  let known: { version: number; heads: readonly RevisionHead[] } = { version: -1, heads: [] };

  /** Newest first, of all objects. */
  function happened(): readonly RevisionHead[] {
    const version = history.version();
    if (known.version !== version) {
      const heads = history.heads().filter(({ operation }) => operation !== 'first-seen');
      known = { version, heads: newestHeads(heads) };
    }
    return known.heads;
  }

  /** What cannot be read any more is left out. */
  function bodyOf(head: RevisionHead): Promise<RevisionBody | null> {
    const read = once(bodies, head.id, async () => {
      const entry = history.revisionsOf(objectKeyOf(head)).entries.find((one) => one.head.id === head.id);
      return entry === undefined ? null : reads.run(() => history.body(entry));
    });
    return read.catch(() => null);
  }

  /** `heads` newest first. */
  async function departed(
    parties: readonly SeriesParty[],
    heads: readonly RevisionHead[],
  ): Promise<RevisionHead[]> {
    const oldest = heads.toReversed();
    const changes = await Promise.all(
      oldest.map(async (head): Promise<PastChange> => {
        const body = await bodyOf(head);
        return { head, before: objectOf(body?.before), after: objectOf(body?.after) };
      }),
    );
    return touchingThen(parties, snapshot.objects(), changes);
  }

  async function ask(
    parties: readonly SeriesParty[],
    inTime: readonly RevisionHead[],
    key: string,
  ): Promise<ChangesOfSubject> {
    const objects = snapshot.objects();
    const present = configurationTouching(parties, objects);
    const here = new Set(present.map(historyKey));
    const gone = inTime.filter((head) => !here.has(objectKeyOf(head)));
    const those = Map.groupBy(gone, (head) => speaks(parties, head, objects.meshConfig));
    const perhaps = those.get('perhaps') ?? [];
    const heads = [
      ...[...here].flatMap((object) => history.revisionsOf(object).entries.map(({ head }) => head)),
      ...(those.get('yes') ?? []),
      ...(await departed(parties, perhaps.slice(0, mostRead))),
    ];
    return { changes: mergeChanges(newestFirst(present), heads), whole: perhaps.length <= mostRead, key };
  }

  return {
    of: (parties, from, to) => {
      const until = to ?? Number.POSITIVE_INFINITY;
      const inTime = happened().filter(({ at }) => at >= from && at <= until);
      const ends = [inTime[0]?.id, inTime.at(-1)?.id];
      const key = JSON.stringify([snapshot.revision(), history.version(), parties, ends]);
      return once(answers, key, () => ask(parties, inTime, key));
    },
  };
}

function objectOf(kept: JsonObject | null | undefined): KubernetesObject | null {
  return kept == null ? null : (kept as JsonObject & KubernetesObject);
}

function historyKey({ apiVersion, kind: name, metadata }: KubernetesObject): string {
  const kind = kindOf(apiVersion, name);
  return kind === undefined ? '' : `${kindId(kind)}/${metadata.namespace ?? ''}/${metadata.name}`;
}
