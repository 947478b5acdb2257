'use client';
/** What a change of labels does, in words, and the labels as they would be written. */
import { useTranslations } from 'use-intl';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { LabelChange } from '#lib/istio/namespace-labels.ts';
import type { LabelEffect } from '#lib/mesh/effects.ts';
import styles from './mesh-page.module.css';
import { useNames } from './use-names.ts';

export interface EffectListProps {
  effects: readonly LabelEffect[];
  change: LabelChange;
  namespace: string;
}

export function EffectList({ effects, change, namespace }: EffectListProps) {
  const t = useTranslations('mesh.switch');
  const common = useTranslations('common');
  const textOf = useEffectText();
  const waits = effects.some(({ kind }) => kind === 'runningKeep' || kind === 'ambientKeepsSidecars');
  const changes = Object.entries(change);
  return (
    <section className={styles.effects} aria-live="polite">
      <h3>{t('effects')}</h3>
      <ul>
        {effects.map((effect) => (
          <li key={effect.kind}>{textOf(effect)}</li>
        ))}
      </ul>
      {changes.length > 0 && (
        <p className={styles.labels}>
          {changes.map(([key, value]) => (
            <code key={key} data-gone={value === null || undefined}>
              {value == null ? t('removed', { key }) : t('added', { key, value })}
            </code>
          ))}
        </p>
      )}
      {waits && (
        <div>
          <p className={styles.dim}>{t('restartHint')}</p>
          <CopyBlock
            text={`kubectl rollout restart deployment,statefulset,daemonset --namespace ${namespace}`}
            copyLabel={common('copy')}
            copiedLabel={common('copied')}
          />
        </div>
      )}
    </section>
  );
}

function useEffectText(): (effect: LabelEffect) => string {
  const t = useTranslations('mesh.switch.effect');
  const unknown = useTranslations('mesh')('unknown');
  const format = useFormat();
  const names = useNames();
  return (effect) => {
    switch (effect.kind) {
      case 'newSidecar':
        return t('newSidecar', {
          revision: effect.revision,
          version: effect.versions.length === 0 ? unknown : format.list(effect.versions),
        });
      case 'unknownRevision':
        return t('unknownRevision', { name: effect.name });
      case 'runningKeep':
      case 'optedOut':
      case 'ambientKeepsSidecars':
        return t(effect.kind, { names: names(effect.workloads) });
      default:
        return t(effect.kind);
    }
  };
}
