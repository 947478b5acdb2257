'use client';
/** A sentence for each effect, in the order of writing, with its object at the right. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { PlanEffect } from '#lib/api/splits/split-plan.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useWizard } from '../wizard-context.ts';
import { pointName } from '../world-reading.ts';
import styles from './review.module.css';

export function Effects({ effects }: { effects: readonly PlanEffect[] }) {
  const t = useTranslations('wizard.review');
  const sentencesOf = useEffectSentences();
  const told = effects.flatMap((effect, index) =>
    sentencesOf(effect).map((sentence, part) => ({ key: `${index} ${part}`, sentence, effect })),
  );
  if (told.length === 0) return null;
  return (
    <ol className={styles.effects} aria-label={t('effects')}>
      {told.map(({ key, sentence, effect: { code, object } }, index) => (
        <li key={key}>
          <span className={styles.number} aria-hidden>
            {index + 1}
          </span>
          <p>{sentence}</p>
          {code !== 'nothing-else' && (
            <span className={styles.object}>
              {object.kind} {object.name}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function useEffectSentences(): (effect: PlanEffect) => ReactNode[] {
  const t = useTranslations('wizard');
  const format = useFormat();
  const { reading, world } = useWizard();
  const { pool, points } = reading;
  // As the server says it of a fault that stands: metrics are not what it waits for.
  const keeps = world.guard.obstacle === null || world.guard.obstacle === 'no-metrics';
  const whoOf = ({ point }: PlanEffect): string => {
    if (point === null) return t('who.mesh');
    const gateways = point.gateways.filter((one) => one !== 'mesh');
    // Of a rule that speaks for several hosts it is told for which of them.
    const several = points.some(
      ({ ref, hosts }) => hosts.length > 1 && pointName(ref) === pointName(point.ref),
    );
    if (several && gateways.length < point.gateways.length)
      return t(gateways.length === 0 ? 'who.meshOf' : 'who.allOf', { hosts: format.list(point.hosts) });
    if (gateways.length === 0) return t('who.mesh');
    if (gateways.length < point.gateways.length) return t('who.all');
    return t('who.gateway', { hosts: format.list(point.hosts), gateways: format.list(gateways) });
  };
  const untilNow = ({ point: of }: PlanEffect): string => {
    const shares =
      points.find(({ ref }) => of !== null && pointName(ref) === pointName(of.ref))?.shares ?? [];
    // A plain host shares by pods, which no weight tells.
    if (shares.length === 0 || shares.some(({ version, percent }) => version === null || percent === null))
      return '';
    const names = shares.flatMap(({ version, percent }) =>
      (percent ?? 0) > 0 ? [`${version} ${format.percent((percent ?? 0) / 100, 0)}`] : [],
    );
    return t('effect.untilNow', { shares: format.list(names) });
  };
  const b = (words: ReactNode) => <b>{words}</b>;
  return (effect) => {
    const { code, about } = effect;
    const text = (key: string): string => String(about[key] ?? '');
    const number = (key: string): number => Number(about[key] ?? 0);
    const who = whoOf(effect);
    switch (code) {
      case 'creates-subsets':
      case 'appends-subsets':
        return [t.rich(`effect.${code}`, { b, subsets: text('subsets') })];
      case 'weights':
        return [
          t.rich(pool < 100 ? 'effect.weightsOfPool' : 'effect.weights', {
            untilNow: untilNow(effect),
            b,
            who,
            pool,
            percent: number('percent'),
            rest: number('rest'),
            candidate: text('candidate'),
            stable: text('stable'),
          }),
        ];
      case 'preview':
        return [
          t.rich('effect.preview', {
            b,
            who,
            header: text('header'),
            value: text('value'),
            candidate: text('candidate'),
          }),
        ];
      case 'ab':
        return [
          t.rich('effect.ab', {
            b,
            who,
            count: number('conditions'),
            candidate: text('candidate'),
            stable: text('stable'),
          }),
        ];
      case 'mirror':
        return [t.rich('effect.mirror', { b, who, percent: number('percent'), target: text('target') })];
      case 'sticky':
        return [t('effect.sticky', { who, candidate: text('candidate') })];
      case 'pins-subset':
        return [t.rich('effect.pins-subset', { b, who, version: text('version') })];
      case 'timeout':
        return [
          text('timeout') === ''
            ? t('effect.no-timeout', { who })
            : t.rich('effect.timeout', { b, who, timeout: text('timeout') }),
        ];
      case 'retries': {
        const attempts = number('attempts');
        if (number('set') === 0) return [t('effect.no-retries', { who })];
        if (attempts === 0) return [t('effect.never-retries', { who })];
        const more = [
          text('perTry') === '' ? '' : t('effect.perTry', { perTry: text('perTry') }),
          text('on') === '' ? '' : t('effect.retryOn', { on: format.list(text('on').split(',')) }),
        ];
        return [t.rich('effect.retries', { b, who, attempts, more: joinSentences(more) })];
      }
      case 'fault':
        return [
          ...(text('delay') === ''
            ? []
            : [t.rich('effect.delay', { b, who, percent: number('delayPercent'), delay: text('delay') })]),
          ...(number('status') === 0
            ? []
            : [t.rich('effect.fail', { b, who, percent: number('abortPercent'), status: text('status') })]),
          t(keeps ? 'effect.ends' : 'effect.hasToEnd', { span: format.span(number('seconds')) }),
        ];
      case 'circuit-breaker': {
        const limits = (['connections', 'pending', 'requests'] as const).flatMap((limit) =>
          number(limit) > 0 ? [t(`effect.limit.${limit}`, { count: number(limit) })] : [],
        );
        return [
          ...(number('errors') > 0
            ? [
                t.rich('effect.outlier', {
                  b,
                  errors: number('errors'),
                  ejection: text('ejection'),
                  interval: text('interval'),
                  percent: number('mostPercent'),
                }),
              ]
            : []),
          ...(number('outlierRemoved') > 0 ? [t('effect.no-outlier')] : []),
          ...(limits.length > 0 ? [t.rich('effect.pool', { b, limits: format.list(limits) })] : []),
          ...(number('poolRemoved') > 0 ? [t('effect.no-pool')] : []),
        ];
      }
      default:
        return [t(`effect.${code}`)];
    }
  };
}
