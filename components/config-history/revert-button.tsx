'use client';
/** Brings a former state back as a draft that is checked and reviewed like any other change; nothing is written here. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import { type KindName, routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { type Draft, draftId, openDrafts } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './history.module.css';
import { revertDraft } from './revert-draft.ts';

export interface RevertButtonProps {
  object: KindName;
  revision: RevisionEntry;
  isGone: boolean;
}

export function RevertButton({ object, revision, isGone }: RevertButtonProps) {
  const t = useTranslations('history.revert');
  const client = useQueryClient();
  const problemText = useProblemText();
  const { data: whoami } = useQuery(queries.whoami());
  const live = useQuery({ ...queries.configurationObject(object), enabled: !isGone });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<{ draft: Draft; old: Draft } | null>(null);
  const here = whoami?.namespaces.find(({ name }) => name === object.namespace);
  // A viewer sees no controls that write; what else is missing is named.
  if (revision.present || whoami === undefined || here === undefined || here.persona === 'viewer')
    return null;
  const missing = isGone ? null : (live.data?.may.update.missing ?? null);
  const owner = { cluster: whoami.cluster.name, user: whoami.user.name };

  function keep(draft: Draft): void {
    const drafts = openDrafts(window.localStorage, owner, Date.now());
    // A page of its own: an editor that is still open in this one would show its old text.
    if (drafts.put(draft)) window.location.assign(routes.configReview([draftId(draft)]));
    else setProblem(t('unkept'));
  }

  async function liveNow() {
    try {
      return await client.fetchQuery({ ...queries.configurationObject(object), staleTime: 0 });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  async function revert(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      // Made anew meanwhile, the review says so.
      const now = isGone ? null : await liveNow();
      const { before, after } = await client.fetchQuery(queries.configRevision(object, revision.id));
      const draft = revertDraft(object, after ?? before ?? '', now, Date.now());
      if (!draft.ok) return setProblem(t(draft.error));
      const old = openDrafts(window.localStorage, owner, Date.now()).get(draftId(draft.value));
      if (old !== null && old.text !== draft.value.text) setAsking({ draft: draft.value, old });
      else keep(draft.value);
    } catch (error) {
      setProblem(joinSentences([t('failed'), problemText(error)]));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {problem !== null && (
        <span className={styles.problem} role="alert">
          {problem}
        </span>
      )}
      {missing !== null && <span className={styles.quiet}>{t('missing', missing)}</span>}
      <Button
        size="small"
        tone="accent"
        title={t('detail')}
        disabled={missing !== null}
        aria-disabled={busy || undefined}
        aria-busy={busy || undefined}
        leading={<Undo2 size={14} aria-hidden />}
        onClick={() => void revert()}
      >
        {t(isGone ? 'restore' : revision.operation === 'deleted' ? 'before' : 'to')}
      </Button>
      {asking !== null && (
        <ReplaceDialog
          {...asking}
          object={object}
          onReplace={() => keep(asking.draft)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

interface ReplaceProps {
  object: KindName;
  old: Draft;
  onReplace: () => void;
  onClose: () => void;
}

function ReplaceDialog({ object, old, onReplace, onClose }: ReplaceProps) {
  const t = useTranslations('history.revert');
  const format = useFormat();
  const now = useNow(10_000);
  const age = format.age(Math.max(1, now - old.changedAtMs / 1000));
  return (
    <Dialog title={t('draftTitle')} closeLabel={t('close')} width={440} onClose={onClose}>
      <p>{t('draft', { name: object.name, age })}</p>
      <div className={styles.dialogActions}>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button onClick={() => window.location.assign(routes.configReview([draftId(old)]))}>
          {t('open')}
        </Button>
        <Button tone="accent" onClick={onReplace}>
          {t('replace')}
        </Button>
      </div>
    </Dialog>
  );
}
