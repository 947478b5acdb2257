'use client';
/** Which versions run, and how the two sources answer. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { type MarkState, StateMark } from '#components/ui/states/state-mark.tsx';
import type { About as AboutAnswer, SourceState } from '#lib/api/status.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './settings.module.css';

const marks: Readonly<Record<SourceState['state'], MarkState>> = {
  ok: 'healthy',
  starting: 'unknown',
  'not-configured': 'idle',
  forbidden: 'failing',
  unreachable: 'failing',
  slow: 'degraded',
  invalid: 'failing',
};

function Source({ source }: { source: SourceState }) {
  const t = useTranslations('settings');
  const format = useFormat();
  const now = useNow(5000);
  return (
    <span className={styles.state}>
      <StateMark state={marks[source.state]} size={15} />
      {t(`sourceState.${source.state}`)}
      <span className={styles.dim}>
        {source.state === 'ok' || source.lastGood === null
          ? t('since', { time: format.dateTime(source.since) })
          : t('lastGood', { age: format.age(now - source.lastGood) })}
      </span>
    </span>
  );
}

function Rows({ about }: { about: AboutAnswer }) {
  const t = useTranslations('settings');
  const common = useTranslations('common');
  return (
    <tbody>
      <tr>
        <td>{t('console')}</td>
        <td className={styles.mono}>{about.console}</td>
        <td />
      </tr>
      <tr>
        <td>{t('kubernetes')}</td>
        <td className={styles.mono}>{about.kubernetes ?? common('none')}</td>
        <td>
          <Source source={about.status.kubernetes} />
        </td>
      </tr>
      {about.istio.length === 0 && (
        <tr>
          <td>{t('istio')}</td>
          <td className={styles.mono}>{common('none')}</td>
          <td className={styles.dim}>{t('istioNone')}</td>
        </tr>
      )}
      {about.istio.map(({ revision, version, namespace }) => (
        <tr key={`${namespace}/${revision}`}>
          <td>{t('istioRevision', { revision })}</td>
          <td className={styles.mono}>{version}</td>
          <td className={styles.dim}>{t('inNamespace', { namespace })}</td>
        </tr>
      ))}
      <tr>
        <td>{t('prometheus')}</td>
        <td className={styles.mono}>{about.prometheus ?? common('none')}</td>
        <td>
          <Source source={about.status.prometheus} />
        </td>
      </tr>
    </tbody>
  );
}

export function About() {
  const t = useTranslations('settings');
  const about = useQuery(queries.about());
  return (
    <section className={styles.section}>
      <h2>{t('about')}</h2>
      {about.data === undefined && about.error !== null ? (
        <QueryProblem error={about.error} title={t('about')} onRetry={() => about.refetch()} />
      ) : (
        <ScrollRegion label={t('about')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th style={{ width: '34%' }}>{t('component')}</th>
                <th style={{ width: '20%' }}>{t('version')}</th>
                <th>{t('state')}</th>
              </tr>
            </thead>
            {about.data === undefined ? (
              <tbody>
                {[t('console'), t('kubernetes'), t('istio'), t('prometheus')].map((name) => (
                  <tr key={name}>
                    <td>{name}</td>
                    <td>
                      <SkeletonBar width={72} />
                    </td>
                    <td>
                      <SkeletonBar width={120} />
                    </td>
                  </tr>
                ))}
              </tbody>
            ) : (
              <Rows about={about.data} />
            )}
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
