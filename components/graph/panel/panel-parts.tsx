'use client';
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
/** Sections that the panels of nodes and of edges share. */
import { useCopied } from '#components/ui/use-copied.ts';
import type { GraphEdge, HealthState } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { StatusText } from '../use-status-text.ts';
import { mtlsShare } from './panel-figures.ts';
import { PanelSection } from './panel-frame.tsx';
import styles from './side-panel.module.css';

export function StatusLine({ state, text }: { state: HealthState; text: StatusText }) {
  return (
    <p className={styles.status} data-state={state}>
      <StateMark state={state} size={14} />
      <span>{text.sentence}</span>
      {text.limit !== null && <span className={styles.limit}>{text.limit}</span>}
    </p>
  );
}

function Host({ host }: { host: string }) {
  const t = useTranslations('graph.panel');
  const clipboard = useCopied();
  return (
    <li className={styles.host}>
      <code>{host}</code>
      <IconButton
        size="small"
        label={clipboard.copied ? t('copied') : t('copyHost', { host })}
        icon={clipboard.copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
        onClick={() => clipboard.copy(host)}
      />
    </li>
  );
}

export function Hosts({ hosts }: { hosts: readonly string[] }) {
  const t = useTranslations('graph.panel');
  if (hosts.length === 0) return null;
  return (
    <PanelSection title={t('hosts')}>
      <ul>
        {hosts.map((host) => (
          <Host key={host} host={host} />
        ))}
      </ul>
    </PanelSection>
  );
}

/** Mutual TLS and response flags of some edges. */
export function Security({ edges }: { edges: readonly GraphEdge[] }) {
  const t = useTranslations('graph.panel');
  const format = useFormat();
  if (edges.length === 0) return null;
  const share = mtlsShare(edges);
  const mtls =
    share === null
      ? t('mtlsUnknown')
      : share === 1
        ? t('mtlsAll')
        : share === 0
          ? t('mtlsNone')
          : format.percent(share);
  return (
    <PanelSection title={t('security')}>
      <dl className={styles.facts}>
        <div>
          <dt>{t('mtls')}</dt>
          <dd>{mtls}</dd>
        </div>
      </dl>
    </PanelSection>
  );
}
