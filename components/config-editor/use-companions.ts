'use client';
/** Drafts of other objects that a fix made for this one: they are checked and reviewed together. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Change } from '#lib/api/configuration/configuration.ts';
import { type Draft, type Drafts, draftId } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { editDocument } from '#lib/document/edit/edit.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { definingSubset, type MissingSubset } from '#lib/istio/changes/missing-subset.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { changeOfDraft, draftOf } from './edited-object.ts';
import { endSession } from './text/text-session.ts';
import { useDraftList } from './use-drafts.ts';

export interface Companions {
  ids: readonly string[];
  drafts: readonly Draft[];
  changes: readonly Change[];
  /** False when the DestinationRule cannot be changed. */
  addSubset(missing: MissingSubset): Promise<boolean>;
  /** With the draft that they were made for. */
  discard(): void;
}

export function useCompanions(drafts: Drafts, known: readonly string[]): Companions {
  const client = useQueryClient();
  const list = useDraftList(drafts);
  const [wished, setWished] = useState(known);
  const present = list.filter(({ id }) => wished.includes(id));
  const key = JSON.stringify(present.map(({ id, draft }) => [id, draft.changedAtMs]));
  // The list is made anew with each drawing; only its content counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const told = useMemo(
    () => ({
      ids: present.map(({ id }) => id),
      drafts: present.map(({ draft }) => draft),
      changes: present.flatMap(({ draft }) => changeOfDraft(draft) ?? []),
    }),
    [key],
  );
  const addSubset = useCallback(
    async ({ subset, rule }: MissingSubset) => {
      const ref = { kind: kindId(kinds.destinationRules), ...rule };
      const id = draftId({ op: 'update', ...ref });
      const live = await client.fetchQuery({ ...queries.configurationObject(ref), staleTime: 0 });
      if (!live.may.update.allowed) return false;
      const before = drafts.get(id);
      const document = parseDocument(before?.text ?? live.text);
      const change = document.problem === null ? definingSubset(document.value, subset) : null;
      const edited = change === null ? null : editDocument(document, change);
      if (edited === null || !edited.ok) return false;
      const origin = before ?? { base: live.text, resourceVersion: live.resourceVersion };
      drafts.put(
        draftOf(
          { op: 'update', ...ref },
          { base: origin.base, resourceVersion: origin.resourceVersion },
          edited.value.document.text,
          { companions: before?.companions ?? [], changedAtMs: Date.now() },
        ),
      );
      setWished((now) => [...new Set([...now, id])]);
      return true;
    },
    [client, drafts],
  );
  const { ids } = told;
  const discard = useCallback(() => {
    for (const id of ids) {
      drafts.remove(id);
      endSession(id);
    }
    setWished([]);
  }, [drafts, ids]);
  return { ...told, addSubset, discard };
}
