'use client';
/** The drafts of one review with the objects as they are now: what changes, what clashes, what cannot be written. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Change, ConfigurationObject, May } from '#lib/api/configuration/configuration.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { isJsonObject, type Json, type JsonObject } from '#lib/document/json.ts';
import { parseDocument, type YamlDocument } from '#lib/document/stream.ts';
import { applyOrder } from '#lib/istio/apply-order.ts';
import { type FieldChange, fieldChanges, untouchedItems } from '#lib/istio/changes/field-changes.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { differenceSentences } from '#lib/istio/sentences/difference.ts';
import { changedMeanwhile, changeOf, nameIn } from '../edited-object.ts';
import { type MergedDraft, mergeOf } from '../merge/merge-of.ts';

export interface ReviewItem {
  id: string;
  draft: Draft;
  kind: Kind;
  name: string;
  document: YamlDocument;
  change: Change;
  /** Against the live object, or against nothing. */
  before: string;
  /** Null for a new object. */
  beforeValue: Json | null;
  /** How many sentences tell the change. */
  sentences: number;
  fields: readonly FieldChange[];
  untouched: ReturnType<typeof untouchedItems>;
  /** Null for a new object, and until it is read. */
  live: ConfigurationObject | null;
  /** It was deleted since the draft began. */
  gone: boolean;
  /** Somebody changed it since: both sides; null when nobody did. */
  merge: MergedDraft | null;
  /** What is missing to write it; null when nothing is known to be. */
  missing: May['update']['missing'];
}

/** The item of a draft, with what is known of the object now. */
export function reviewItem(
  id: string,
  draft: Draft,
  live: ConfigurationObject | null,
  gone: boolean,
): ReviewItem | null {
  const kind = kindAt(draft.kind);
  if (kind === undefined) return null;
  const document = parseDocument(draft.text);
  const object = {
    op: draft.op,
    kind: draft.kind,
    kindInfo: kind,
    namespace: draft.namespace,
    name: draft.name,
    mark: draft.mark,
  };
  const meanwhile = live !== null && !gone && changedMeanwhile(draft, live);
  const before = draft.op === 'create' ? '' : meanwhile ? live.text : draft.base;
  const baseValue = parseDocument(draft.base).value;
  const beforeValue = draft.op === 'create' ? null : baseValue;
  // A newer version of the same content: the draft holds for it as it is.
  const version = live !== null && !meanwhile ? live.resourceVersion : draft.resourceVersion;
  return {
    id,
    draft,
    kind,
    name: draft.op === 'create' ? nameIn(document.value) : draft.name,
    document,
    change: changeOf(object, { base: draft.base, resourceVersion: version }, draft.text, document.value),
    before,
    beforeValue,
    sentences: document.problem === null ? differenceSentences(beforeValue, document.value, {}).length : 0,
    fields: draft.op === 'create' ? [] : fieldChanges(baseValue, document.value, kind),
    untouched: draft.op === 'create' ? [] : untouchedItems(baseValue, document.value, kind),
    live,
    gone,
    merge: meanwhile ? mergeOf(kind, draft.base, live.text, draft.text) : null,
    missing: draft.op === 'create' ? null : (live?.may.update.missing ?? null),
  };
}

export function useReviewItems(drafts: readonly { id: string; draft: Draft }[]): {
  items: readonly ReviewItem[];
  /** Every live object was read, or is known to be gone. */
  ready: boolean;
} {
  const lives = useQueries({
    queries: drafts.map(({ draft }) => ({
      ...queries.configurationObject(draft),
      enabled: draft.op === 'update',
    })),
    combine: (results) => ({
      known: results.map(({ data, error }) => ({
        live: data ?? null,
        gone: error instanceof ApiError && error.status === 404,
        failed: error !== null,
      })),
    }),
  });
  const { known } = lives;
  const items = useMemo(
    () =>
      drafts.flatMap(({ id, draft }, index) => {
        const { live = null, gone = false } = known[index] ?? {};
        const item = reviewItem(id, draft, draft.op === 'update' ? live : null, gone);
        return item === null ? [] : [item];
      }),
    [drafts, known],
  );
  const { data: choices } = useQuery(queries.configurationChoices(drafts[0]?.draft.namespace ?? ''));
  const domain = choices?.mesh.domain ?? 'cluster.local';
  const ordered = useMemo(() => inWritingOrder(items, domain), [items, domain]);
  const ready = drafts.every(
    ({ draft }, index) =>
      draft.op === 'create' || known[index]?.live != null || known[index]?.failed === true,
  );
  return { items: ordered, ready };
}

/** As the server will write them, as far as it can be told here. */
function inWritingOrder(items: readonly ReviewItem[], domain: string): readonly ReviewItem[] {
  const object = (value: Json | null) => (isJsonObject(value ?? undefined) ? (value as JsonObject) : null);
  const changes = items.map(({ beforeValue, document }) => ({
    before: object(beforeValue),
    after: object(document.value),
  }));
  if (changes.some(({ after }) => after === null)) return items;
  return applyOrder(changes, domain).flatMap((index) => items[index] ?? []);
}
