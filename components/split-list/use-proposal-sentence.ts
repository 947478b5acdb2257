/** What a proposed split would do, in a line. */
import { useTranslations } from 'use-intl';
import type { SplitProposal } from '#lib/api/splits/split-proposals.ts';

export function useProposalSentence(): (proposal: Pick<SplitProposal, 'intent'>) => string {
  const t = useTranslations('releases.proposal');
  return ({ intent }) => {
    const { strategy, stable, candidate, plan } = intent;
    const names = { stable, candidate };
    switch (strategy.kind) {
      case 'canary':
        return t('canary', {
          ...names,
          steps: (plan.length === 0 ? [strategy] : plan).map(({ percent }) => percent).join(' – '),
        });
      case 'mirror':
        return t('mirror', { ...names, percent: strategy.percent });
      default:
        return t(strategy.kind, names);
    }
  };
}
