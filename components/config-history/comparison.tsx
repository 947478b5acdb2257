'use client';
/** One revision against the state before it, the present one or any other. */
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { DiffView } from '#components/kit/diff-view/diff-view.tsx';
import { TextView } from '#components/kit/diff-view/text-view.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { Menu } from '#components/ui/layers/menu.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import type { KindName } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './history.module.css';
import { RevertButton } from './revert-button.tsx';
import { RevisionReason, RevisionWho } from './revision-facts.tsx';
import { RevisionMarks } from './revision-list.tsx';
import { layouts, useHistoryUrl } from './use-history-url.ts';
import { useRevisionWords } from './use-revision-words.ts';

export interface ComparisonProps {
  object: KindName;
  /** Newest first. */
  revisions: readonly RevisionEntry[];
  revision: RevisionEntry;
}

export function Comparison({ object, revisions, revision }: ComparisonProps) {
  const t = useTranslations('history');
  const code = useTranslations('code.diff');
  const format = useFormat();
  const now = useNow(10_000);
  const { operation } = useRevisionWords()(revision);
  const [url, setUrl] = useHistoryUrl();
  const [newest] = revisions;
  const base = url.with === 'now' ? (newest ?? null) : (revisions.find(({ id }) => id === url.with) ?? null);
  const { at } = revision;
  const next = revisions[revisions.indexOf(revision) - 1] ?? null;
  return (
    <section className={styles.comparison} aria-label={t('compare.label')}>
      <header className={styles.compareHead}>
        <div className={styles.compareTitle}>
          <h2>{operation}</h2>
          <time dateTime={new Date(at * 1000).toISOString()}>
            {format.phrases([`${format.dateTime(at)} ${format.zone(at)}`, format.age(Math.max(1, now - at))])}
          </time>
          <RevisionMarks revision={revision} next={next} />
        </div>
        <p className={styles.compareWho}>
          <RevisionWho revision={revision} />
          <RevisionReason revision={revision} />
        </p>
        <div className={styles.compareTools}>
          <CompareMenu
            revisions={revisions}
            revision={revision}
            base={url.with}
            onChoose={(id) => void setUrl({ with: id })}
          />
          <Segments
            label={code('layout')}
            value={url.layout}
            onChange={(layout) => void setUrl({ layout })}
            options={layouts.map((value) => ({ value, name: code(value) }))}
          />
          <span className={styles.gap} />
          <RevertButton object={object} revision={revision} isGone={newest?.operation === 'deleted'} />
        </div>
      </header>
      <Differences object={object} revisions={revisions} revision={revision} base={base} />
    </section>
  );
}

interface MenuProps {
  revisions: readonly RevisionEntry[];
  revision: RevisionEntry;
  base: string;
  onChoose: (id: string) => void;
}

function CompareMenu({ revisions, revision, base, onChoose }: MenuProps) {
  const t = useTranslations('history');
  const format = useFormat();
  const nameOf = ({ at, operation }: RevisionEntry) =>
    t('compare.revision', { operation: t(`operation.${operation}`), time: format.dateTime(at) });
  const chosen = revisions.find(({ id }) => id === base);
  const text = chosen !== undefined ? nameOf(chosen) : t(base === 'now' ? 'compare.now' : 'compare.before');
  const entry = (key: 'before' | 'now') => ({
    key,
    text: t(`compare.${key}`),
    detail: t(`compare.${key}Detail`),
    checked: base === key,
    onSelect: () => onChoose(key),
  });
  const others = revisions.filter(({ id }) => id !== revision.id);
  return (
    <Menu
      label={t('compare.with')}
      width={300}
      trigger={(props) => (
        <Button {...props} size="small">
          <span className={styles.quiet}>{t('compare.with')}</span> {text}
          <ChevronDown size={14} aria-hidden />
        </Button>
      )}
      sections={[
        { entries: [entry('before'), entry('now')] },
        ...(others.length === 0
          ? []
          : [
              {
                label: t('compare.sections'),
                className: styles.menuList,
                entries: others.map((other) => ({
                  key: other.id,
                  text: nameOf(other),
                  detail: [other.user ?? other.manager ?? '', other.reason ?? '']
                    .filter((word) => word !== '')
                    .join(': '),
                  checked: other.id === base,
                  onSelect: () => onChoose(other.id),
                })),
              },
            ]),
      ]}
    />
  );
}

interface DifferencesProps {
  object: KindName;
  revisions: readonly RevisionEntry[];
  revision: RevisionEntry;
  /** Null: the state before. */
  base: RevisionEntry | null;
}

/** From the older to the newer, whichever was chosen first. */
function Differences({ object, revisions, revision, base }: DifferencesProps) {
  const t = useTranslations('history.compare');
  const [url] = useHistoryUrl();
  const own = useQuery(queries.configRevision(object, revision.id));
  const other = useQuery({
    ...queries.configRevision(object, base?.id ?? revision.id),
    enabled: base !== null,
  });
  const failed = own.error ?? other.error;
  if (failed !== null) {
    return (
      <QueryProblem
        error={failed}
        title={t('failed')}
        onRetry={() => void Promise.all([own.refetch(), other.refetch()])}
      />
    );
  }
  if (own.data === undefined || (base !== null && other.data === undefined)) {
    return (
      <div className={styles.waiting} aria-busy>
        {[64, 52, 58, 46].map((width) => (
          <SkeletonBar key={width} width={`${width}%`} />
        ))}
      </div>
    );
  }
  const { before, after } = own.data;
  const label = t('diff', { name: object.name });
  if (base !== null && base.id === revision.id) {
    return <p className={styles.note}>{t(revision.operation === 'deleted' ? 'absent' : 'nothing')}</p>;
  }
  if (base === null) {
    if (before === null && after === null) return <p className={styles.note}>{t('lost')}</p>;
    // Nothing was changed then: the text was there before anybody looked.
    if (revision.operation === 'first-seen') {
      return (
        <>
          <p className={styles.note}>{t('begins', { name: object.name })}</p>
          <TextView text={after ?? ''} label={t('firstText', { name: object.name })} />
        </>
      );
    }
    return <DiffView before={before ?? ''} after={after ?? ''} layout={url.layout} label={label} />;
  }
  const otherText = other.data?.after ?? '';
  const isOlder = revisions.indexOf(base) > revisions.indexOf(revision);
  const [from, to] = isOlder ? [otherText, after ?? ''] : [after ?? '', otherText];
  return <DiffView before={from} after={to} layout={url.layout} label={label} />;
}
