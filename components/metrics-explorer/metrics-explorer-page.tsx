'use client';
/** Questions to Prometheus in its own language, with their answers: several at once, over the time of the shell. */
import { useQuery } from '@tanstack/react-query';
import { Check, Link2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ChartGroupProvider } from '#components/kit/time-series/chart-group.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { useCopied } from '#components/ui/use-copied.ts';
import { pageRanges, rangeSeconds } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { zoomed } from './answer-view.tsx';
import { Examples } from './examples.tsx';
import styles from './metrics-explorer.module.css';
import { Question } from './question.tsx';
import { type Asked, emptyQuestion, mostQueries, useExplorerUrl } from './use-explorer-url.ts';

/** Names of the questions on the page, which stay when one before them goes. */
function useIds(count: number) {
  const [ids, setIds] = useState<readonly number[]>(() => Array.from({ length: count }, (_, index) => index));
  const next = Math.max(-1, ...ids) + 1;
  const shown = Array.from({ length: count }, (_, index) => ids[index] ?? next + index);
  return { shown, drop: (index: number) => setIds(shown.filter((_, other) => other !== index)) };
}

/** More names than that would be a paragraph that nobody reads. */
const mostNamed = 6;

function Scope() {
  const t = useTranslations('metrics');
  const format = useFormat();
  const { data: whoami } = useQuery(queries.whoami());
  const { data: about } = useQuery(queries.about());
  if (whoami === undefined || about === undefined) return null;
  const names = whoami.namespaces.map(({ name }) => name);
  const isWhole = whoami.allNamespaces && about.metricsScope === 'mesh';
  const isMany = names.length > mostNamed;
  const kept = isMany ? t('keptToMany', { count: names.length }) : t('keptTo', { names: format.list(names) });
  const hint =
    isMany && !whoami.allNamespaces ? `${t('keptToHint')}\n${format.list(names)}` : t('keptToHint');
  return (
    <p className={styles.scope} title={isWhole ? undefined : hint}>
      {whoami.allNamespaces ? t(isWhole ? 'whole' : 'wholeKept') : kept}
    </p>
  );
}

export function MetricsExplorerPage() {
  const t = useTranslations('metrics');
  const { questions, setQuestions } = useExplorerUrl();
  const { range, at, setWindow } = useScope();
  const link = useCopied();
  const [extra, setExtra] = useState(0);
  const seconds =
    rangeSeconds(range ?? pageRanges['metrics-explorer'].fallback) ??
    rangeSeconds(pageRanges['metrics-explorer'].fallback) ??
    3600;
  // Empty ones at the end are not in the address.
  const all = [...questions, ...Array.from({ length: extra }, () => emptyQuestion)].slice(0, mostQueries);
  const { shown, drop } = useIds(all.length);
  const change = (index: number, next: Asked) => {
    const before = all[index];
    const changed = all.map((one, other) => (other === index ? next : one));
    setExtra(0);
    setQuestions(changed, before?.query === next.query ? 'replace' : 'push');
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t('title')}</h1>
          <p className={styles.lead}>{t('lead')}</p>
          <Scope />
        </div>
        <Button
          leading={link.copied ? <Check size={14} aria-hidden /> : <Link2 size={14} aria-hidden />}
          onClick={() => link.copy(window.location.href)}
        >
          {link.copied ? t('linkCopied') : t('copyLink')}
        </Button>
      </header>
      <ChartGroupProvider>
        {all.map((asked, index) => (
          <Question
            key={shown[index]}
            letter={String.fromCharCode(65 + index)}
            asked={asked}
            rangeSeconds={seconds}
            at={at}
            onRemove={
              all.length === 1
                ? undefined
                : () => {
                    drop(index);
                    setExtra(0);
                    setQuestions(all.filter((_, other) => other !== index));
                  }
            }
            onChange={(next) => change(index, next)}
            onZoom={(from, to) => {
              const window = zoomed(from, to);
              setWindow(window.range, window.at);
            }}
          />
        ))}
      </ChartGroupProvider>
      <div className={styles.foot}>
        <Button
          leading={<Plus size={14} aria-hidden />}
          disabled={all.length >= mostQueries}
          onClick={() => setExtra((count) => count + 1)}
        >
          {t('add')}
        </Button>
      </div>
      {all.every(({ query }) => query === '') && (
        <Examples onChoose={(query) => change(0, { ...emptyQuestion, query })} />
      )}
    </div>
  );
}
