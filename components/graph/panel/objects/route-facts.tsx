'use client';
/** What VirtualServices say of an edge, and what it got of what they give it. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { GraphEdge } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { PanelSection } from '../panel-frame.tsx';
import styles from '../side-panel.module.css';
import { RuleRows } from './rule-rows.tsx';

export function RouteFacts({ edge }: { edge: GraphEdge }) {
  const t = useTranslations('explore.route');
  const format = useFormat();
  const { route, configuredShare, observedShare, routedBy = [] } = edge;
  if (route === undefined) return null;
  const mark = ({ configured: 'healthy', unused: 'idle', unconfigured: 'degraded' } as const)[route];
  return (
    <PanelSection title={t('title')}>
      <p className={styles.fact}>
        <StateMark state={mark} size={14} />
        {t(route)}
      </p>
      <dl className={styles.facts}>
        <div>
          <dt>{t('configuredShare')}</dt>
          <dd>{configuredShare === null ? t('byRequest') : format.percent(configuredShare)}</dd>
        </div>
        <div>
          <dt>{t('observedShare')}</dt>
          <dd>{format.percent(observedShare)}</dd>
        </div>
      </dl>
      {routedBy.length > 0 && (
        <ul className={styles.objects}>
          <RuleRows names={routedBy} />
        </ul>
      )}
    </PanelSection>
  );
}
