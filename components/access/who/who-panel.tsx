'use client';
/** Who may do something in one namespace, by which bindings; the personas that are granted there, and granting more. */
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import { abilities } from '#lib/access/abilities.ts';
import type { Who } from '#lib/api/access/access.ts';
import { type WhoQuestion, whoQuestions } from '#lib/api/access/access-words.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import styles from '../access.module.css';
import { Labelled } from '../labelled.tsx';
import { NamespaceField } from '../namespace-field.tsx';
import { UnreadNotes } from '../unread-notes.tsx';
import type { AccessUrl } from '../use-access-url.ts';
import { useRightText } from '../use-right-text.ts';
import { GrantDialog } from './grant-dialog.tsx';
import { GrantTable } from './grant-table.tsx';
import { HolderTable } from './holder-table.tsx';
import { UnclearList } from './unclear-list.tsx';

export interface WhoPanelProps {
  url: AccessUrl;
  /** That the reader sees. */
  names: readonly string[];
  chosen: string | null;
}

/** What can be asked of a namespace: abilities of the mesh are held in no single one. */
const asked: readonly WhoQuestion[] = whoQuestions.filter(
  (what) => abilities.find(({ id }) => id === what)?.place !== 'mesh',
);

export function WhoPanel({ url, names, chosen }: WhoPanelProps) {
  const t = useTranslations('access');
  const query = useQuery({ ...queries.whoMay(chosen ?? '', url.what), enabled: chosen !== null });
  const { data, error } = query;
  return (
    <div className={styles.wide}>
      <div className={styles.tools}>
        <NamespaceField
          names={names}
          value={chosen ?? ''}
          onChoose={(namespace) => void url.set({ namespace })}
        />
        <Labelled text={t('who.what')}>
          {(id) => (
            <SelectInput
              id={id}
              label={t('who.what')}
              value={url.what}
              width={260}
              options={asked.map((value) => ({ value, text: t(`ability.${value}`) }))}
              onChange={(value) =>
                void url.set({ what: asked.find((one) => one === value) ?? 'changeTraffic' })
              }
            />
          )}
        </Labelled>
        <span className={styles.gap} />
        {data !== undefined && <GrantButton who={data} />}
      </div>
      {chosen === null ? (
        <EmptyState title={t('who.choose')} detail={t('who.chooseDetail')} />
      ) : data !== undefined ? (
        <Answer who={data} failed={error !== null} />
      ) : error !== null ? (
        <QueryProblem error={error} title={t('failed')} onRetry={() => query.refetch()} />
      ) : (
        <Skeleton />
      )}
    </div>
  );
}

function GrantButton({ who }: { who: Who }) {
  const t = useTranslations('access.grants');
  const rightText = useRightText();
  const [open, setOpen] = useState(false);
  const { may, namespace } = who;
  const reason = may.grant
    ? undefined
    : t('missing', { rights: rightText(may.missing.filter(({ verb }) => verb === 'create')) });
  return (
    <>
      {reason !== undefined && <span className={styles.dim}>{reason}</span>}
      <Button
        tone="accent"
        leading={<UserPlus size={15} aria-hidden />}
        disabled={!may.grant}
        onClick={() => setOpen(true)}
      >
        {t('grant')}
      </Button>
      {open && <GrantDialog key={namespace} who={who} onClose={() => setOpen(false)} />}
    </>
  );
}

function Answer({ who, failed }: { who: Who; failed: boolean }) {
  const t = useTranslations('access');
  const { namespace, holders, unclear, unread, grants } = who;
  return (
    <>
      <h2 className={styles.heading}>{t('who.heading', { namespace, count: holders.length })}</h2>
      <p className={styles.dim}>{joinSentences([t('who.lead'), t('who.masters')])}</p>
      {(failed || unread.length > 0) && (
        <div className={styles.notes} role="status">
          {failed && <StaleBadge>{t('notRenewed')}</StaleBadge>}
          <UnreadNotes unread={unread} />
        </div>
      )}
      {holders.length === 0 ? (
        <p className={styles.note}>{t('who.nobodyDetail')}</p>
      ) : (
        <HolderTable holders={holders} label={t('who.heading', { namespace, count: holders.length })} />
      )}
      <UnclearList unclear={unclear} />
      <section className={styles.section}>
        <h3>{t('grants.title', { namespace })}</h3>
        {grants.length === 0 ? <p className={styles.dim}>{t('grants.none')}</p> : <GrantTable who={who} />}
      </section>
    </>
  );
}

const skeletonRows = ['a', 'b', 'c', 'd', 'e'];

function Skeleton() {
  const common = useTranslations('common');
  return (
    <div aria-busy="true">
      <h2 className={styles.heading}>
        <SkeletonBar width={280} height={18} />
      </h2>
      <p className={styles.dim}>{common('loading')}</p>
      {skeletonRows.map((key) => (
        <div key={key} className={styles.skeletonRow}>
          <SkeletonBar width={180} />
          <SkeletonBar width={220} />
        </div>
      ))}
    </div>
  );
}
