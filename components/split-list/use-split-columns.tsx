'use client';
/** The columns of the list of splits. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { RowPlace } from '#components/kit/data-table/row-place.tsx';
import { ShareBar } from '#components/kit/share-bar.tsx';
import { splitMark, verdictMark } from '#components/shell/split-entry/split-link.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { SplitPart, SplitRow } from '#lib/api/splits/splits-list.ts';
import { copiedPercent, downVersion, isPreview, isRunningSplit } from '#lib/client/queries/running-splits.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './cells.module.css';
import { orderedParts } from './split-filter.ts';

const concern = ['healthy', 'insufficient-data', 'watch', 'not-obeyed', 'failing'] as const;

/** What is under way first, then what others steer, then what is over. */
function phaseOrder(row: SplitRow): number {
  if (isRunningSplit(row)) return row.release?.phase === 'Paused' ? 1 : 0;
  if (row.state === 'foreign') return 2;
  if (row.state === 'untracked') return 3;
  return row.state === 'tracked' ? 4 : 5;
}

export function useSplitColumns(): readonly DataColumn<SplitRow>[] {
  const t = useTranslations('releases');
  const words = useTranslations('release');
  const format = useFormat();
  const now = useNow(10_000);
  return useMemo<DataColumn<SplitRow>[]>(() => {
    const percent = (value: number | null) =>
      format.percent(
        value === null ? null : value / 100,
        value !== null && Math.abs(value % 1) > 0.05 ? 1 : 0,
      );
    const candidateOf = (row: SplitRow): SplitPart | null =>
      orderedParts(row).find(({ role }) => role === 'candidate') ?? null;
    const phaseText = ({ state, release, foreign, end }: SplitRow) => {
      const ended = release?.phase === 'Aborted' || release?.phase === 'Promoted';
      if (state === 'past' && !ended && end === 'restored') return words('state.restored');
      if (release !== null) {
        // The last record of what was broken off never says that it ended.
        const phase = end === 'broken-off' ? words('state.broken') : words(`phase.${release.phase}`);
        const stepped = release.steps > 0 && !ended;
        return stepped ? t('step', { phase, step: release.step, steps: release.steps }) : phase;
      }
      if (state === 'foreign' && foreign !== null)
        return [words(`owner.${foreign.owner}`), foreign.phase ?? ''].filter(Boolean).join(', ');
      return state === 'tracked' || state === 'foreign' ? '' : words(`state.${state}`);
    };
    const stepOf = ({ release }: SplitRow) =>
      release !== null && release.steps > 0 ? [`${release.step}/${release.steps}`] : [];
    const downText = (row: SplitRow) => words('downVersion', { version: downVersion(row) ?? '' });
    const shareText = (row: SplitRow) => {
      const strategy = row.release?.strategy;
      if (strategy?.kind === 'mirror') return t('mirrored', { percent: percent(strategy.percent) });
      if (strategy?.kind === 'ab') return t('ab');
      const candidate = candidateOf(row);
      if (candidate === null || candidate.configured === null) return '';
      if (isPreview(row)) return t('preview');
      const configured = percent(candidate.configured);
      if (row.state === 'past' || candidate.observed === null) return configured;
      return t('shareText', { configured, observed: format.percent(candidate.observed / 100, 1) });
    };
    const versionsText = (row: SplitRow) =>
      row.release === null
        ? orderedParts(row)
            .map(({ version }) => version)
            .join(', ')
        : `${row.release.stable} → ${row.release.candidate}`;
    return [
      {
        id: 'name',
        title: t('column.service'),
        width: 150,
        grow: 3,
        value: (row) => row.service,
        cell: (row) => (
          <>
            <StateMark
              state={splitMark(row)}
              size={15}
              label={row.verdict === null ? phaseText(row) : words(`verdict.word.${row.verdict}`)}
            />
            <span>{row.service}</span>
            <RowPlace>{row.namespace}</RowPlace>
          </>
        ),
      },
      {
        id: 'namespace',
        title: t('column.namespace'),
        width: 108,
        grow: 2,
        drop: 3,
        value: (row) => row.namespace,
        cell: (row) => row.namespace,
      },
      {
        id: 'strategy',
        title: t('column.strategy'),
        width: 96,
        grow: 1,
        drop: 5,
        value: (row) => row.release?.strategy.kind ?? null,
        text: (row) => (row.release === null ? '' : words(`strategy.${row.release.strategy.kind}`)),
        cell: (row) => (row.release === null ? '' : words(`strategy.${row.release.strategy.kind}`)),
      },
      {
        id: 'phase',
        title: t('column.phase'),
        width: 172,
        // Rarely, but then it matters, it says more than the phase.
        grow: 8,
        value: phaseOrder,
        text: phaseText,
        cell: (row) => (
          <span className={styles.phase}>
            {row.partial !== null ? (
              <span
                className={styles.partial}
                title={format.phrases([phaseText(row), words('partial.title', row.partial)])}
              >
                <StateMark state="failing" size={13} />
                <span>{words('partial.title', row.partial)}</span>
              </span>
            ) : downVersion(row) !== null ? (
              <span className={styles.partial} title={format.phrases([phaseText(row), downText(row)])}>
                <StateMark state="failing" size={13} />
                <span>{downText(row)}</span>
              </span>
            ) : row.drifted ? (
              // What stands there is not what the phase says: that comes first.
              <span className={styles.drifted} title={format.phrases([phaseText(row), t('drifted')])}>
                <StateMark state="degraded" size={13} />
                <span>{format.phrases([t('drifted'), ...stepOf(row)])}</span>
              </span>
            ) : (
              phaseText(row)
            )}
          </span>
        ),
      },
      {
        id: 'versions',
        title: t('column.versions'),
        name: t('column.versionsName'),
        width: 128,
        grow: 2,
        drop: 2,
        value: versionsText,
        cell: (row) => (
          <span className={styles.versions} title={versionsText(row)}>
            {orderedParts(row).map(({ version, role }) => (
              <span key={`${role}-${version}`}>
                <VersionMark role={role} size={8} />
                {version === '' ? format.count(null) : version}
              </span>
            ))}
          </span>
        ),
      },
      {
        id: 'share',
        title: t('column.share'),
        name: t('column.shareName'),
        width: 216,
        grow: 3,
        drop: 1,
        value: (row) => candidateOf(row)?.configured ?? null,
        text: shareText,
        descendingFirst: true,
        cell: (row) => (
          <span className={styles.share}>
            <span>
              <ShareBar
                label={t('bar', {
                  parts: format.list(
                    orderedParts(row).map(({ version, configured }) => `${version} ${percent(configured)}`),
                  ),
                })}
                parts={orderedParts(row).map((part) => ({
                  name: part.version,
                  role: part.role,
                  share: (copiedPercent(row, part) ?? part.configured ?? 0) / 100,
                  mirrored: copiedPercent(row, part) !== null,
                }))}
              />
            </span>
            <span>{shareText(row)}</span>
          </span>
        ),
      },
      {
        id: 'verdict',
        title: t('column.verdict'),
        width: 128,
        grow: 1,
        drop: 4,
        descendingFirst: true,
        value: (row) => (row.verdict === null ? null : concern.indexOf(row.verdict)),
        text: (row) => (row.verdict === null ? '' : words(`verdict.word.${row.verdict}`)),
        cell: (row) =>
          row.verdict === null ? (
            <span data-state="quiet">{format.count(null)}</span>
          ) : (
            <span data-state={verdictMark(row.verdict)}>{words(`verdict.word.${row.verdict}`)}</span>
          ),
      },
      {
        id: 'guard',
        title: t('column.guard'),
        width: 96,
        grow: 1,
        drop: 8,
        value: (row) => row.release?.guard ?? null,
        text: (row) => (row.release === null ? '' : t(`guard.${row.release.guard}`)),
        cell: (row) => (row.release === null ? '' : t(`guard.${row.release.guard}`)),
      },
      {
        id: 'by',
        title: t('column.by'),
        width: 112,
        grow: 2,
        drop: 7,
        value: (row) => row.release?.by ?? null,
        cell: (row) => row.release?.by ?? '',
      },
      {
        id: 'changed',
        title: t('column.changed'),
        width: 124,
        drop: 6,
        numeric: true,
        value: (row) => row.release?.at ?? null,
        text: (row) => (row.release === null ? '' : new Date(row.release.at * 1000).toISOString()),
        cell: (row) => (row.release === null ? '' : format.age(Math.max(1, now - row.release.at))),
      },
      {
        id: 'rate',
        title: t('column.rate'),
        width: 96,
        drop: 2,
        numeric: true,
        extra: true,
        value: (row) =>
          row.parts.every(({ requestsPerSecond }) => requestsPerSecond === null)
            ? null
            : row.parts.reduce((sum, { requestsPerSecond }) => sum + (requestsPerSecond ?? 0), 0),
        cell: (row) =>
          format.decimal(
            row.parts.every(({ requestsPerSecond }) => requestsPerSecond === null)
              ? null
              : row.parts.reduce((sum, { requestsPerSecond }) => sum + (requestsPerSecond ?? 0), 0),
            1,
          ),
      },
      {
        id: 'objects',
        title: t('column.objects'),
        width: 160,
        grow: 2,
        drop: 2,
        extra: true,
        value: (row) => row.objects.map(({ kind, name }) => `${kind} ${name}`).join(', '),
        cell: (row) => row.objects.map(({ name }) => name).join(', '),
      },
    ];
  }, [t, words, format, now]);
}
