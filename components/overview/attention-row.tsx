'use client';
/** One thing that needs attention: mark, sentence, evidence, course, number, since when. Leads to its node in the graph. */
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Sparkline } from '#components/kit/sparkline.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Attention } from '#lib/api/traffic/overview.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './attention.module.css';
import { attentionText, type EvidenceText } from './attention-text.ts';

function Evidence({ evidence }: { evidence: EvidenceText }) {
  const t = useTranslations('overview.evidence');
  switch (evidence.key) {
    case 'errors': {
      const { responseCode, flag, source, errors, total } = evidence;
      const code = responseCode ?? t('noAnswer');
      const response = flag === null ? code : t('flag', { responseCode: code, flag });
      return source === null
        ? t('errorsNoSource', { response, errors, total })
        : t('errors', { response, source, errors, total });
    }
    default:
      return t(evidence.key, evidence.values);
  }
}

export interface AttentionRowProps {
  attention: Attention;
  href: string;
  /** Unix seconds of the answer. */
  at: number;
  rangeSeconds: number;
}

export function AttentionRow({ attention, href, at, rangeSeconds }: AttentionRowProps) {
  const t = useTranslations('overview');
  const common = useTranslations('common.state');
  const format = useFormat();
  const text = attentionText(attention, format);
  const span = format.span(rangeSeconds);
  return (
    <Link href={href} className={styles.row}>
      <StateMark state={attention.severity} label={common(attention.severity)} />
      <div className={styles.text}>
        <p className={styles.what}>
          {t.rich(`code.${attention.code}`, { ...text.sentence, b: (chunks) => <b>{chunks}</b> })}
          <span className={styles.where}> {attention.namespace}</span>
        </p>
        <p className={styles.evidence}>
          {text.evidence === null ? t('evidence.noRequests') : <Evidence evidence={text.evidence} />}
        </p>
      </div>
      <div className={styles.chart}>
        {attention.series.length > 0 && (
          <Sparkline
            series={attention.series}
            label={format.phrases([t(`measure.${text.measure}`), span])}
            width={120}
            height={32}
            tone={attention.severity}
          />
        )}
      </div>
      <div className={styles.measure}>
        <span className={styles.number}>{text.number}</span>
        <span className={styles.unit}>{t(`measure.${text.measure}`)}</span>
      </div>
      <div className={`${styles.measure} ${styles.since}`}>
        {attention.since !== null && (
          <>
            <span className={styles.duration}>{format.span(at - attention.since)}</span>
            <span className={styles.unit}>{t('since', { time: format.time(attention.since) })}</span>
          </>
        )}
      </div>
      <ChevronRight size={16} aria-hidden />
    </Link>
  );
}
