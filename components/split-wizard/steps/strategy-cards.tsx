'use client';
/** The four ways to move traffic, as options with a small picture of what each does. */
import { useTranslations } from 'use-intl';
import { type StrategyKind, strategyKinds } from '../answers.ts';
import form from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import { strategyObstacle } from '../wizard-steps.ts';
import styles from './strategy-cards.module.css';

export function StrategyCards({ chosen }: { chosen: StrategyKind }) {
  const t = useTranslations('wizard.strategy');
  const { reading, setKind } = useWizard();
  const question = t('question', { version: reading.candidate?.value ?? '' });
  return (
    <div role="radiogroup" aria-label={question} className={styles.options}>
      {strategyKinds.map((kind) => {
        const obstacle = strategyObstacle(kind, reading);
        return (
          <label
            key={kind}
            className={styles.option}
            data-chosen={kind === chosen || undefined}
            data-off={obstacle !== null || undefined}
          >
            <span className={styles.optionName}>
              <input
                type="radio"
                name="wizard-strategy"
                className={form.radio}
                checked={kind === chosen}
                disabled={obstacle !== null && kind !== chosen}
                onChange={() => setKind(kind)}
              />
              {t(kind)}
            </span>
            <Picture kind={kind} quiet={kind !== chosen} />
            <span className={styles.optionDetail}>
              {obstacle === null ? t(`detail.${kind}`) : t(`obstacle.${obstacle}`)}
            </span>
          </label>
        );
      })}
    </div>
  );
}

const stairs = [4, 5, 10, 20, 36];

/** What gets how much: stable above, candidate below. */
function Picture({ kind, quiet }: { kind: StrategyKind; quiet: boolean }) {
  const stable = quiet ? 'var(--sl-track)' : 'color-mix(in srgb, var(--sl-stable) 28%, var(--sl-surface))';
  const candidate = quiet
    ? 'color-mix(in srgb, var(--sl-candidate) 24%, var(--sl-track))'
    : 'var(--sl-candidate)';
  return (
    <svg className={styles.picture} viewBox="0 0 108 36" preserveAspectRatio="none" aria-hidden>
      {kind === 'canary' &&
        stairs.map((height, index) => (
          <g key={height}>
            <rect x={index * 22} y={0} width={20} height={36} fill={stable} />
            <rect x={index * 22} y={36 - height} width={20} height={height} fill={candidate} />
          </g>
        ))}
      {kind === 'blue-green' && (
        <>
          <rect x={0} y={0} width={65} height={36} fill={stable} />
          <rect x={67} y={0} width={41} height={36} fill={candidate} />
        </>
      )}
      {kind === 'ab' && (
        <>
          <rect x={0} y={0} width={108} height={25} fill={stable} />
          <rect x={0} y={27} width={108} height={9} fill={candidate} />
        </>
      )}
      {kind === 'mirror' && (
        <>
          <rect x={0} y={0} width={108} height={25} fill={stable} />
          {Array.from({ length: 11 }, (_, index) => index * 10).map((x) => (
            <rect key={x} x={x} y={27} width={7} height={9} fill={candidate} />
          ))}
        </>
      )}
    </svg>
  );
}
