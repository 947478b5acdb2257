'use client';
/** Traces as rows, newest first; the bar compares durations. */
import { useTranslations } from 'use-intl';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { TraceSummary } from '#lib/api/traffic/traces.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './traces.module.css';

export interface TraceListProps {
  traces: readonly TraceSummary[];
  openId: string | null;
  onOpen(id: string): void;
}

export function TraceList({ traces, openId, onOpen }: TraceListProps) {
  const t = useTranslations('traces');
  const format = useFormat();
  const longest = Math.max(1, ...traces.map(({ durationUs }) => durationUs));
  return (
    <ScrollRegion label={t('title')}>
      <table className={styles.list}>
        <thead>
          <tr>
            <th scope="col">{t('list.start')}</th>
            <th scope="col">{t('list.request')}</th>
            <th scope="col">{t('list.duration')}</th>
            <th scope="col" data-numeric>
              {t('list.spans')}
            </th>
            <th scope="col" data-numeric>
              {t('list.services')}
            </th>
            <th scope="col" data-numeric>
              {t('list.errors')}
            </th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <tr key={trace.id} data-open={trace.id === openId || undefined}>
              <td>
                <button
                  type="button"
                  className={styles.link}
                  aria-label={t('list.open', { time: format.clock(trace.startUs / 1e6) })}
                  onClick={() => onOpen(trace.id)}
                >
                  {format.clock(trace.startUs / 1e6)}
                </button>
              </td>
              <td>
                {trace.rootService === '' ? (
                  <span className={styles.dim} title={t('restrictedHint')}>
                    {t('restricted')}
                  </span>
                ) : (
                  <>
                    {trace.rootService} <span className={styles.dim}>{trace.rootName}</span>
                  </>
                )}
              </td>
              <td>
                <span className={styles.durationCell}>
                  <span className={styles.number}>{format.milliseconds(trace.durationUs / 1000)}</span>
                  <span className={styles.track}>
                    <span style={{ width: `${(100 * trace.durationUs) / longest}%` }} />
                  </span>
                </span>
              </td>
              <td data-numeric>{format.count(trace.spans)}</td>
              <td data-numeric>{format.count(trace.services.length)}</td>
              <td data-numeric>
                {trace.errors > 0 && (
                  <span className={styles.errors}>
                    <StateMark state="failing" size={13} />
                    {format.count(trace.errors)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
