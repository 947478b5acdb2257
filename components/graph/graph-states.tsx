'use client';
/** The graph page without a graph: loading, and the three kinds of nothing. */
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './graph-page.module.css';

/** Left, top and width of grey cards, in the proportions of a real picture. */
const cards = [
  [2, 38, 11],
  [19, 14, 13],
  [19, 54, 13],
  [41, 8, 15],
  [41, 30, 15],
  [41, 52, 15],
  [41, 72, 15],
  [65, 18, 13],
  [65, 58, 13],
  [84, 18, 13],
  [84, 70, 13],
] as const;

export function GraphSkeleton() {
  const t = useTranslations('graph');
  return (
    <div className={styles.skeleton} role="status" aria-label={t('loading')}>
      {cards.map(([left, top, width]) => (
        <span key={`${left} ${top}`} style={{ left: `${left}%`, top: `${top}%`, width: `${width}%` }} />
      ))}
    </div>
  );
}

export function isEmpty(graph: Graph): boolean {
  return graph.nodes.length === 0;
}

export interface GraphEmptyProps {
  /** All of it. */
  graph: Graph;
  /** There is something, but the reader's own narrowing leaves nothing of it. */
  /** Why nothing is left of it: the centre of the neighbourhood is gone, or all is hidden; null when there is nothing to begin with. */
  narrowed: 'gone' | 'hidden' | null;
  onWiden: () => void;
}

export function GraphEmpty({ graph, narrowed, onWiden }: GraphEmptyProps) {
  const t = useTranslations('graph.empty');
  const explore = useTranslations('explore.around');
  const find = useTranslations('find');
  const format = useFormat();
  const { namespaces, setNamespaces } = useScope();
  const showAll =
    namespaces === null ? undefined : <Button onClick={() => setNamespaces(null)}>{t('showAll')}</Button>;
  if (narrowed === 'hidden') {
    const show = <Button onClick={onWiden}>{find('showAll')}</Button>;
    return <EmptyState centered title={find('allHidden')} detail={find('allHiddenDetail')} actions={show} />;
  }
  if (narrowed === 'gone') {
    const widen = <Button onClick={onWiden}>{explore('leave')}</Button>;
    return (
      <EmptyState centered title={explore('goneTitle')} detail={explore('goneDetail')} actions={widen} />
    );
  }
  if (graph.namespaces.length === 0)
    return <EmptyState centered title={t('namespaces')} detail={t('namespacesDetail')} actions={showAll} />;
  if (!graph.namespaces.some(({ injected }) => injected))
    return <EmptyState centered title={t('mesh')} detail={t('meshDetail')} actions={showAll} />;
  return (
    <EmptyState
      centered
      title={t('traffic')}
      detail={t('trafficDetail', { span: format.span(graph.windowSeconds) })}
      actions={showAll}
    />
  );
}
