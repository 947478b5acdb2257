'use client';
/** Routes that share traffic between versions now: the configured shares as a bar, the observed ones in words. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { ShareBar } from '#components/kit/share-bar.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { VersionMark } from '#components/ui/version-mark.tsx';
import type { Overview } from '#lib/api/overview.ts';
import { routes } from '#lib/client/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import page from './overview.module.css';
import styles from './rail.module.css';
import { splitRoles } from './split-roles.ts';

type Split = Overview['splits'][number];

function SplitRow({ split }: { split: Split }) {
  const t = useTranslations('overview.splits');
  const states = useTranslations('common.state');
  const reasons = useTranslations('common.reason');
  const format = useFormat();
  const roles = splitRoles(split.parts);
  const parts = split.parts.map((part, index) => ({ ...part, role: roles[index] ?? ('other' as const) }));
  const seen = parts.filter(({ observed, mirrored }) => observed !== null && !mirrored);
  // One unit after the last number: "74.8 / 25.2 %".
  const observed = seen
    .map(({ observed: share }, index) =>
      index === seen.length - 1 ? format.percent(share) : format.decimal((share ?? 0) * 100, 1),
    )
    .join(' / ');
  const configured = parts.map((part) => `${part.name} ${format.percent(part.configured, 0)}`);
  const tooFew = split.health.reasons.some(({ code }) => code === 'too-few-requests');
  return (
    <li className={styles.split}>
      <div className={styles.splitHead}>
        <Link href={routes.graph({ namespaces: [split.namespace] })} className={styles.splitName}>
          {split.service}
        </Link>
        <span className={styles.namespace}>{split.namespace}</span>
        <span className={styles.state} data-state={split.health.state}>
          {tooFew ? reasons('too-few-requests', { value: '', threshold: '' }) : states(split.health.state)}
          <StateMark state={split.health.state} size={15} />
        </span>
      </div>
      <ShareBar
        parts={parts.map((part) => ({ ...part, share: part.configured }))}
        label={t('label', {
          service: split.service,
          configured: format.list(configured),
          observed: observed || '–',
        })}
      />
      <div className={styles.parts}>
        {parts.map((part) => (
          <span key={part.name} className={styles.part}>
            <VersionMark role={part.role} />
            {t(part.mirrored ? 'mirrored' : 'share', {
              name: part.name,
              value: format.percent(part.configured, 0),
            })}
          </span>
        ))}
        <span className={styles.observed}>
          {seen.length === 0 ? t('notSeen') : t('observed', { value: observed })}
        </span>
      </div>
    </li>
  );
}

export function SplitList({ splits }: { splits: Overview['splits'] }) {
  const t = useTranslations('overview.splits');
  return (
    <section className={page.railSection}>
      <div className={page.railHead}>
        <h2>{t('title')}</h2>
      </div>
      {splits.length === 0 && <p className={page.quietText}>{t('none')}</p>}
      <ul>
        {splits.map((split) => (
          <SplitRow key={`${split.namespace}/${split.virtualService}/${split.service}`} split={split} />
        ))}
      </ul>
    </section>
  );
}
