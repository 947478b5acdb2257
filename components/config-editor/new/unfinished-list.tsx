'use client';
/** New objects that were begun and not written yet: each goes on where it was left. */
import { useTranslations } from 'use-intl';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { Draft, Drafts } from '#lib/client/drafts/drafts.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { nameIn } from '../edited-object.ts';
import { editAddress } from '../review/edit-address.ts';
import { endSession } from '../text/text-session.ts';
import { useDraftList } from '../use-drafts.ts';
import styles from './new-start.module.css';

export function UnfinishedList({ drafts }: { drafts: Drafts }) {
  const t = useTranslations('editor.new');
  const format = useFormat();
  const inBrowser = useInBrowser();
  const begun = useDraftList(drafts).filter(({ draft }) => draft.op === 'create');
  if (begun.length === 0) return null;

  function discard(id: string, draft: Draft, name: string): void {
    endSession(id);
    drafts.remove(id);
    showToast(t('discarded', { name }), 'done', { text: t('keep'), run: () => drafts.put(draft) });
  }

  return (
    <section className={styles.unfinished} aria-labelledby="unfinished">
      <h2 id="unfinished">{t('unfinished')}</h2>
      <ul>
        {begun.map(({ id, draft }) => {
          const name = nameIn(parseDocument(draft.text).value) || (draft.mark ?? '');
          const kind = kindAt(draft.kind)?.kind ?? draft.kind;
          return (
            <li key={id}>
              <span>
                {kind} <b>{name}</b>{' '}
                <span className={styles.note}>
                  {draft.namespace} ·{' '}
                  {inBrowser ? format.timeOrDay(draft.changedAtMs / 1000, Date.now() / 1000) : ''}
                </span>
              </span>
              <ButtonLink
                size="small"
                href={editAddress({ draft })}
                aria-label={t('goOnWith', { name: `${kind} ${name}` })}
              >
                {t('goOn')}
              </ButtonLink>
              <Button
                size="small"
                tone="quiet"
                aria-label={t('discardOf', { name: `${kind} ${name}` })}
                onClick={() => discard(id, draft, `${kind} ${name}`)}
              >
                {t('discard')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
