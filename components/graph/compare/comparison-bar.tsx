'use client';
/** What differs from before, counted: each count steps through its edges and nodes. */
import { ArrowDown, ArrowUp, Minus, Plus, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { compareRule, type DifferenceKind, differenceKinds } from '#lib/graph/views/compare.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './compare.module.css';
import { CompareMenu } from './compare-menu.tsx';
import { differenceLists } from './ghosts.ts';
import type { Compared } from './use-comparison.ts';

export interface ComparisonBarProps {
  compared: Compared;
  /** What is on screen, with what is gone. */
  graph: Graph;
  vs: string | null;
  playing: boolean;
  now: number;
  onChoose: (vs: string | null) => void;
  /** Shows an edge or node. */
  onVisit: (id: string) => void;
}

const icons: Readonly<Record<DifferenceKind, ReactNode>> = {
  'more-errors': <ArrowUp size={13} aria-hidden />,
  slower: <ArrowUp size={13} aria-hidden />,
  new: <Plus size={13} aria-hidden />,
  gone: <Minus size={13} aria-hidden />,
  louder: <ArrowUp size={13} aria-hidden />,
  quieter: <ArrowDown size={13} aria-hidden />,
  faster: <ArrowDown size={13} aria-hidden />,
  'fewer-errors': <ArrowDown size={13} aria-hidden />,
};

function Counts({ compared, graph, onVisit }: Pick<ComparisonBarProps, 'compared' | 'graph' | 'onVisit'>) {
  const t = useTranslations('time.compare');
  const format = useFormat();
  const [shown, setShown] = useState<{ kind: DifferenceKind; id: string } | null>(null);
  const { comparison } = compared;
  const lists = useMemo(
    () => (comparison === null ? null : differenceLists(graph, comparison)),
    [graph, comparison],
  );
  if (lists === null) return null;
  const kinds = differenceKinds.filter((kind) => lists[kind].length > 0);
  if (kinds.length === 0) return <span className={styles.note}>{t('nothing')}</span>;
  const { latency, rate, errorRatio, minimumRequests } = compareRule;
  const rule = t('rule', {
    latency: format.percent(latency.ratio, 0),
    ms: format.milliseconds(latency.ms),
    rate: format.percent(rate.ratio, 0),
    errors: format.percent(errorRatio, 0),
    requests: minimumRequests,
  });
  return (
    <fieldset className={styles.counts} aria-label={t('differences')}>
      {kinds.map((kind) => {
        const ids = lists[kind];
        const at = shown?.kind === kind ? ids.indexOf(shown.id) : -1;
        const text = t(`kind.${kind}`, { count: ids.length });
        return (
          <button
            key={kind}
            type="button"
            className={styles.count}
            data-kind={kind}
            aria-label={t('step', { name: text })}
            title={rule}
            onClick={() => {
              const id = ids[(at + 1) % ids.length];
              if (id === undefined) return;
              setShown({ kind, id });
              onVisit(id);
            }}
          >
            {icons[kind]}
            {text}
            {at >= 0 && ids.length > 1 && <span>{`${at + 1}/${ids.length}`}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}

export function ComparisonBar(props: ComparisonBarProps) {
  const { compared, graph, vs, playing, now, onChoose, onVisit } = props;
  const t = useTranslations('time.compare');
  const format = useFormat();
  const { state, at, agoSeconds } = compared;
  if (state === 'off') return null;
  const period = format.period(at - graph.windowSeconds, at, now);
  return (
    <section className={styles.bar} aria-label={t('label')}>
      <CompareMenu vs={vs} onChoose={onChoose} />
      {state === 'ready' && <span className={styles.note}>{period}</span>}
      {state === 'waiting' && (
        <span className={styles.note} role="status">
          {playing ? t('playing') : t('waiting', { period })}
        </span>
      )}
      {state === 'no-history' && (
        <StaleBadge>{t('noHistory', { period, span: format.span(agoSeconds) })}</StaleBadge>
      )}
      {state === 'failed' && (
        <>
          <StaleBadge>{t('failed', { period })}</StaleBadge>
          <Button size="small" onClick={compared.retry}>
            {t('retry')}
          </Button>
        </>
      )}
      {state === 'ready' && <Counts compared={compared} graph={graph} onVisit={onVisit} />}
      <span className={styles.end}>
        <IconButton
          size="small"
          label={t('stop')}
          icon={<X size={14} aria-hidden />}
          onClick={() => onChoose(null)}
        />
      </span>
    </section>
  );
}
