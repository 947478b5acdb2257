'use client';
/** Grants and takes back, says how it went, and offers the way back. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { Grant } from '#lib/access/grant.ts';
import type { GrantAnswer } from '#lib/api/access/access.ts';
import { grants } from '#lib/client/changes/grants.ts';
import { subjectText } from '../subject-name.tsx';

export interface StandingGrant extends Grant {
  /** Of the RoleBinding. */
  name: string;
  uid: string;
}

export interface GrantActions {
  /** Resolves with what was refused, or null when it is done. */
  grant(grant: Grant, reason: string): Promise<string | null>;
  revoke(grant: StandingGrant, reason: string): Promise<string | null>;
}

export function useRefusalText(): (answer: GrantAnswer) => string | null {
  const t = useTranslations('access.refusal');
  return ({ refusal }) => (refusal === null ? null : t(refusal));
}

export function useGrants(): GrantActions {
  const t = useTranslations('access');
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const client = useQueryClient();
  const wordsOf = useCallback(
    ({ subject, persona, namespace }: Grant) => ({
      name: subjectText(subject),
      persona: t(`persona.${persona}`),
      namespace,
    }),
    [t],
  );

  async function send(ask: () => Promise<GrantAnswer>): Promise<GrantAnswer | string> {
    try {
      const answer = await ask();
      for (const root of ['who-may', 'subject-may', 'access'])
        void client.invalidateQueries({ queryKey: [root] });
      return refusalText(answer) ?? answer;
    } catch (error) {
      return problemText(error);
    }
  }

  async function grant(wish: Grant, reason: string): Promise<string | null> {
    const answer = await send(() => grants.grant({ ...wish, dryRun: false, reason }));
    if (typeof answer === 'string') return answer;
    const { uid, name, state } = answer;
    const standing = uid === null ? null : { ...wish, name, uid };
    if (state === 'unchanged') showToast(t('grants.alreadyDone', wordsOf(wish)));
    else
      showToast(
        t('grants.done', wordsOf(wish)),
        'done',
        standing === null
          ? null
          : { text: t('grants.undo'), run: () => void undo(() => revoke(standing, t('grants.undoReason'))) },
      );
    return null;
  }

  async function revoke(standing: StandingGrant, reason: string): Promise<string | null> {
    const { namespace, name, uid } = standing;
    const answer = await send(() => grants.revoke({ namespace, name, uid, dryRun: false, reason }));
    if (typeof answer === 'string') return answer;
    showToast(t('grants.revoked', wordsOf(standing)), 'done', {
      text: t('grants.undo'),
      run: () => void undo(() => grant(standing, t('grants.undoReason'))),
    });
    return null;
  }

  async function undo(run: () => Promise<string | null>): Promise<void> {
    const refused = await run();
    if (refused !== null) showToast(refused, 'failed');
  }

  return { grant, revoke };
}
