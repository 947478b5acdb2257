'use client';
/** Ends and rules of a prediction in the reader's words. */
import { useTranslations } from 'use-intl';
import type { PredictedEnd } from '#lib/api/configuration/prediction.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Flow, Measure } from './flows.ts';

/** Below it two decimals show nothing, and something is no nothing. */
const leastTold = 0.005;

export function useEndNames(measure: Measure = 'requests') {
  const t = useTranslations('prediction');
  const format = useFormat();
  const rateOf = (rate: number) =>
    measure === 'bytes'
      ? format.bytesPerSecond(rate)
      : rate > 0 && rate < leastTold
        ? `< ${format.decimal(leastTold, 2)}`
        : format.decimal(rate, rate > 0 && rate < 0.095 ? 2 : 1);
  return {
    t,
    format,
    rateOf,
    endName: ({ kind, host, version, subset }: PredictedEnd): string => {
      const name = shortHost(host);
      if (kind === 'version') {
        return version === null ? t('end.host', { host: name }) : t('end.version', { host: name, version });
      }
      if (kind === 'unavailable' && measure === 'bytes') {
        return t('end.reset', { host: [name, subset].filter(Boolean).join(' ') });
      }
      if (kind === 'blocked' && measure === 'bytes') return t('end.blockedConnection', { host: name });
      if (kind === 'unavailable' && subset !== null) {
        return t('end.unavailableSubset', { host: name, subset });
      }
      return t(`end.${kind}`, { host: name });
    },
    sourceName: (source: Flow['source']): string =>
      source === null ? t('restrictedSource') : source.workload || '–',
    ruleName: (rules: Flow['rules']): string => {
      const names = rules.map((rule) =>
        rule === null
          ? t('rule.own')
          : rule.list === 'tls' || rule.list === 'tcp'
            ? t('rule.listed', { list: rule.list.toUpperCase(), index: rule.index + 1, name: rule.name })
            : t('rule.one', { index: rule.index + 1, name: rule.route ?? rule.name }),
      );
      const [first] = names;
      if (first === undefined) return t('rule.unexplained');
      return names.length === 1
        ? first
        : t('rule.several', {
            names: format.list(rules.map((rule) => (rule === null ? t('rule.own') : String(rule.index + 1)))),
          });
    },
  };
}

/** `reviews` of `reviews.bookinfo.svc.cluster.local`; other hosts whole. */
function shortHost(host: string): string {
  return /^([^.]+)\.[^.]+\.svc\./.exec(host)?.[1] ?? host;
}
