'use client';
/**
 * Splits that run now: the configured shares as a bar, the observed ones in words; of a release also its verdict and its step.
 * Routes that share traffic come with the overview; what the splits' own list knows of them is added when it is there.
 */
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { ShareBar } from '#components/kit/share-bar.tsx';
import { splitMark, useSplitWords } from '#components/shell/split-entry/split-link.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { downVersion } from '#lib/client/queries/running-splits.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import page from './overview.module.css';
import styles from './rail.module.css';
import { joinSplits, type ShownSplit } from './shown-splits.ts';
import { SplitSkeleton } from './split-skeleton.tsx';

/** Why it is marked: of a release by its verdict, else as the graph judges the versions. */
function SplitState({ split }: { split: ShownSplit }) {
  const states = useTranslations('common.state');
  const reasons = useTranslations('common.reason');
  const release = useTranslations('release');
  const lists = useTranslations('releases');
  const words = useTranslations('release.verdict.word');
  const { row, health } = split;
  const down = row === null ? null : downVersion(row);
  // As the splits' own list puts them: what stands there is not what its record says.
  const apart =
    row === null || down !== null ? null : row.partial !== null ? 'failing' : row.drifted ? 'degraded' : null;
  if (row !== null && apart !== null) {
    return (
      <span className={styles.state} data-state={apart}>
        {row.partial === null ? lists('drifted') : release('partial.title', row.partial)}
        <StateMark state={apart} size={15} />
      </span>
    );
  }
  if (row !== null && (down !== null || row.verdict !== null)) {
    const mark = splitMark(row);
    return (
      <span className={styles.state} data-state={mark}>
        {down !== null
          ? release('downVersion', { version: down })
          : words(row.verdict ?? 'insufficient-data')}
        <StateMark state={mark} size={15} />
      </span>
    );
  }
  if (health === null) return null;
  const tooFew = health.reasons.some(({ code }) => code === 'too-few-requests');
  return (
    <span className={styles.state} data-state={health.state}>
      {tooFew ? reasons('too-few-requests', { value: '', threshold: '' }) : states(health.state)}
      <StateMark state={health.state} size={15} />
    </span>
  );
}

function SplitRow({ split }: { split: ShownSplit }) {
  const t = useTranslations('overview.splits');
  const format = useFormat();
  const { range } = useScope();
  const wordsOf = useSplitWords();
  const { parts, row } = split;
  const seen = parts.filter(({ observed, mirrored }) => observed !== null && !mirrored);
  // One unit after the last number: "74.8 / 25.2 %".
  const observed = seen
    .map(({ observed: share }, index) =>
      index === seen.length - 1 ? format.percent(share) : format.decimal((share ?? 0) * 100, 1),
    )
    .join(' / ');
  // Of A/B no share tells: who matches gets the one, all others the other.
  const isMatched = parts.some(({ by }) => by === 'match');
  const textOf = ({ name, by, mirrored, configured }: ShownSplit['parts'][number]) =>
    by !== null
      ? t(by, { name })
      : isMatched
        ? name
        : t(mirrored ? 'mirrored' : 'share', { name, value: format.percent(configured, 0) });
  return (
    <li className={styles.split}>
      <div className={styles.splitHead}>
        <Link
          href={routes.split({ namespace: split.namespace, name: split.service }, { range })}
          className={styles.splitName}
          prefetch={false}
        >
          {split.service}
        </Link>
        <span className={styles.namespace}>{split.namespace}</span>
        <SplitState split={split} />
      </div>
      <ShareBar
        parts={parts.map((part) => ({ ...part, share: part.configured }))}
        label={t('label', {
          service: split.service,
          configured: format.list(parts.map(textOf)),
          observed: observed || format.count(null),
        })}
      />
      <div className={styles.parts}>
        {parts.map((part) => (
          <span key={part.name} className={styles.part}>
            <VersionMark role={part.role} />
            {textOf(part)}
          </span>
        ))}
        <span className={styles.observed}>
          {row?.release
            ? wordsOf(row)
            : seen.length === 0
              ? t('notSeen')
              : t('observed', { value: observed })}
        </span>
      </div>
    </li>
  );
}

export function SplitList({ splits }: { splits: Overview['splits'] }) {
  const t = useTranslations('overview.splits');
  const { namespaces, range } = useScope();
  const { data, isPending } = useQuery(queries.splits({ namespaces, window: '60s' }));
  // Releases stand above what is only routed: without them the list would be written anew under the eye.
  const shown = isPending ? null : joinSplits(splits, data?.splits ?? []);
  return (
    <section className={page.railSection}>
      <div className={page.railHead}>
        <h2>{t('title')}</h2>
        <Link className={styles.all} href={routes.splits({ namespaces, range })}>
          {t('all')}
        </Link>
      </div>
      {shown === null && <SplitSkeleton rows={splits.length} />}
      {shown?.length === 0 && <p className={page.quietText}>{t('none')}</p>}
      <ul>
        {shown?.map((split) => (
          <SplitRow key={split.key} split={split} />
        ))}
      </ul>
    </section>
  );
}
