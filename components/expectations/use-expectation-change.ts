'use client';
/** Changes saved requests by a draft that is checked, reviewed and applied like any other; nothing is written here. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { type KindName, routes } from '#lib/client/address/routes.ts';
import { draftId, openDrafts } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { type ExpectationChange, expectationDraft } from './expectation-draft.ts';

export interface ExpectationChanger {
  /** Goes on to the review; where it cannot, `problem` says why. */
  change(object: KindName, change: ExpectationChange): Promise<void>;
  problem: string | null;
  busy: boolean;
}

export function useExpectationChange(): ExpectationChanger {
  const t = useTranslations('expectations.fault');
  const client = useQueryClient();
  const problemText = useProblemText();
  const { data: whoami } = useQuery(queries.whoami());
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function change(object: KindName, asked: ExpectationChange): Promise<void> {
    if (whoami === undefined) return;
    setProblem(null);
    setBusy(true);
    try {
      const live = await client.fetchQuery({ ...queries.configurationObject(object), staleTime: 0 });
      const owner = { cluster: whoami.cluster.name, user: whoami.user.name };
      const drafts = openDrafts(window.localStorage, owner, Date.now());
      const before = drafts.get(draftId({ op: 'update', ...object }));
      const draft = expectationDraft(object, live, before, asked, Date.now());
      if (!draft.ok) setProblem(t(draft.error, { name: object.name }));
      // A page of its own: an editor that is still open in this one would show its old text.
      else if (drafts.put(draft.value)) window.location.assign(routes.configReview([draftId(draft.value)]));
      else setProblem(t('unkept'));
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setBusy(false);
    }
  }

  return { change, problem, busy };
}
