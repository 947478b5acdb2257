'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { type Draft, type Drafts, draftId } from '#lib/client/drafts/drafts.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
/** An object that is gone, of which the reader still has a draft: it can be made anew from it. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { useAnew } from '../new/anew.ts';

export interface GoneWithDraftProps {
  kind: Kind;
  draft: Draft;
  drafts: Drafts;
  toList: ReactNode;
}

export function GoneWithDraft({ kind, draft, drafts, toList }: GoneWithDraftProps) {
  const t = useTranslations('editor');
  const format = useFormat();
  const inBrowser = useInBrowser();
  const makeAnew = useAnew(drafts);
  const { name, namespace, changedAtMs } = draft;
  const time = inBrowser ? format.timeOrDay(changedAtMs / 1000, Date.now() / 1000) : '';
  return (
    <EmptyState
      centered
      title={t('state.goneTitle')}
      detail={t('state.goneDraft', { kind: nameOfKind(kind), name, namespace, time })}
      actions={
        <>
          <Button tone="accent" onClick={() => makeAnew(draft)}>
            {t('meanwhile.makeAnew')}
          </Button>
          <Button tone="quiet" onClick={() => drafts.remove(draftId(draft))}>
            {t('new.discard')}
          </Button>
          {toList}
        </>
      }
    />
  );
}
