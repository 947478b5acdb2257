'use client';
/** Says that only a neighbourhood is shown, and lets the reader widen it or leave. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { neighbourhoodDepths } from '#lib/graph/views/neighbourhood.ts';
import styles from './narrowed-bar.module.css';
import { subjectName, subjectOf } from './subject.ts';
import type { GraphUrl } from './use-graph-url.ts';

export interface NarrowedBarProps {
  /** All of it. */
  graph: Graph;
  shown: Graph;
  url: GraphUrl;
  words: CanvasWords;
}

export function NarrowedBar({ graph, shown, url, words }: NarrowedBarProps) {
  const t = useTranslations('explore.around');
  const { around, depth } = url;
  if (around === null) return null;
  const subject = subjectOf(graph, around);
  return (
    <section className={styles.bar} aria-label={t('label')}>
      {around !== null && (
        <>
          <span className={styles.name}>
            {subject
              ? t.rich('of', { name: subjectName(subject, words), b: (parts) => <b>{parts}</b> })
              : t('gone')}
          </span>
          {subject && (
            <fieldset className={styles.depth} aria-label={t('depth')}>
              <span aria-hidden>{t('depth')}</span>
              {neighbourhoodDepths.map((steps) => (
                <button
                  key={steps}
                  type="button"
                  aria-pressed={steps === depth}
                  onClick={() => void url.set({ depth: steps }, { history: 'push' })}
                >
                  {steps}
                </button>
              ))}
            </fieldset>
          )}
          <Button
            size="small"
            leading={<X size={13} aria-hidden />}
            onClick={() => void url.set({ around: null, depth: null }, { history: 'push' })}
          >
            {t('leave')}
          </Button>
        </>
      )}
      <output className={styles.count}>
        {t('shown', { shown: shown.nodes.length, all: graph.nodes.length })}
      </output>
    </section>
  );
}
