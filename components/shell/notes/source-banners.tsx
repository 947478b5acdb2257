'use client';
/** One line for each source that is not well: which, how, since when, and how old what is shown is. Goes away by itself. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SourceState } from '#lib/api/status.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useNow } from '../use-now.ts';
import styles from './banner.module.css';

const sources = ['kubernetes', 'prometheus'] as const;

function SourceBanner({ name, source }: { name: (typeof sources)[number]; source: SourceState }) {
  const t = useTranslations('shell.sources');
  const format = useFormat();
  const now = useNow();
  if (source.state === 'ok') return null;
  const calm = source.state === 'starting' || source.state === 'not-configured';
  const mark = calm ? 'idle' : source.state === 'slow' ? 'degraded' : 'failing';
  const age = source.lastGood === null ? null : now - source.lastGood;
  return (
    <div className={styles.source} role="status" data-calm={calm || undefined}>
      <StateMark state={mark} size={15} />
      <p>
        <span className={styles.what}>{t(source.state, { source: t(name) })}</span>{' '}
        <span className={styles.dim}>
          {source.state !== 'not-configured' && (
            <>{t('since', { span: format.span(now - source.since) })} · </>
          )}
          {age === null ? !calm && t('never') : t('lastGood', { span: format.span(age) })}{' '}
          {name === 'prometheus' &&
            source.state !== 'slow' &&
            t(source.state === 'not-configured' ? 'prometheusUnset' : 'prometheusGone')}{' '}
          {source.state !== 'not-configured' && t('recovers')}
        </span>
      </p>
    </div>
  );
}

export function SourceBanners() {
  const status = useQuery(queries.status());
  const { data: whoami } = useQuery(queries.whoami());
  if (status.data === undefined) return null;
  const { data } = status;
  // Of whoever sees no namespace Prometheus is asked nothing: for them it would be read for the first time for ever.
  const told = whoami?.namespaces.length === 0 ? (['kubernetes'] as const) : sources;
  return told.map((name) => <SourceBanner key={name} name={name} source={data[name]} />);
}
