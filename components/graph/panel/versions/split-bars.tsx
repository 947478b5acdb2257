'use client';
/** The split of an app: configured as outlines, observed filled, and whether they agree. */
import { useTranslations } from 'use-intl';
import { rowMark } from '#components/mesh-drawing/canvas-mapping.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { readRoutedBy } from '#lib/api/traffic/route-ref.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { PanelSection } from '../panel-frame.tsx';
import styles from './split-bars.module.css';
import type { SplitComparison } from './split-compare.ts';
import { markRoles } from './version-table.tsx';

interface Segment {
  readonly id: string;
  readonly version: string;
  readonly role: (typeof markRoles)[keyof typeof markRoles];
  readonly share: number;
}

/** Below this part of the bar the version's name does not fit beside its number; below the second nothing does. */
const roomForName = 0.2;
const roomForNumber = 0.08;

function Bar({ segments, kind }: { segments: readonly Segment[]; kind: 'configured' | 'observed' }) {
  const format = useFormat();
  return (
    <span className={styles.bar} data-kind={kind} aria-hidden>
      {segments
        .filter(({ share }) => share > 0)
        .map(({ id, version, role, share }) => (
          <span
            key={id}
            data-role={role}
            style={{ flexGrow: share }}
            title={`${version} ${format.percent(share)}`}
          >
            {share >= roomForName && <b>{version}</b>}
            {share >= roomForNumber && format.decimal(share * 100, kind === 'configured' ? 0 : 1)}
          </span>
        ))}
    </span>
  );
}

function noteOf(text: string): string {
  const { kind, namespace, name } = readRoutedBy(text);
  return `${kind} ${namespace}/${name}`;
}

export function SplitBars({ comparison }: { comparison: SplitComparison }) {
  const t = useTranslations('explore.split');
  const format = useFormat();
  const { parts, routedBy, requests, gap } = comparison;
  const segments = (kind: 'configured' | 'observed'): Segment[] =>
    parts.flatMap((part, index) => {
      const share = part[kind];
      if (share === null) return [];
      const version = part.node.version ?? part.node.name;
      return [{ id: part.node.id, version, role: markRoles[rowMark(index, parts.length)], share }];
    });
  const row = (kind: 'configured' | 'observed', none: string) => {
    const shown = segments(kind);
    return (
      <div className={styles.row}>
        <dt>{t(kind)}</dt>
        <dd>
          {shown.length === 0 ? (
            <span className={styles.none}>{none}</span>
          ) : (
            <>
              <Bar segments={shown} kind={kind} />
              <span className={styles.unseen}>
                {format.list(shown.map(({ version, share }) => `${version} ${format.percent(share)}`))}
              </span>
            </>
          )}
        </dd>
      </div>
    );
  };
  const points = format.decimal((gap?.size ?? 0) * 100, 1);
  return (
    <PanelSection title={t('title')} note={routedBy.map(noteOf).join(', ')}>
      <dl>
        {row('configured', t('byRequest'))}
        {row('observed', t('nothing'))}
      </dl>
      {gap && (
        <p className={styles.verdict} data-telling={gap.telling || undefined}>
          <StateMark state={gap.telling ? 'degraded' : 'healthy'} size={14} />
          {t(gap.telling ? 'apart' : 'agrees', { points, requests: format.count(Math.round(requests)) })}
        </p>
      )}
    </PanelSection>
  );
}
