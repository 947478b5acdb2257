'use client';
/** What a request has to give, or gives, in a sentence's part. */
import { useTranslations } from 'use-intl';
import type { ExpectationResult } from '#lib/api/configuration/expectations.ts';
import type { Expected } from '#lib/istio/expectations/expectation.ts';
import { answerLine, expectedLine } from '#lib/istio/expectations/expectation-text.ts';
import { redirectUrl } from '#lib/istio/expectations/judge.ts';

type Answer = NonNullable<ExpectationResult['answer']>;

export function useOutcomeText(): { expected(expect: Expected): string; given(answer: Answer): string } {
  const t = useTranslations('expectations.outcome');
  const percent = (share: number) => t('share', { percent: Number((share * 100).toFixed(2)) });
  return {
    expected: (expect) => {
      switch (expect.outcome) {
        case 'forward':
          return expectedLine(expect, percent);
        case 'redirect':
          return t('redirect', { status: String(expect.status), url: expect.url });
        case 'direct-response':
          return t('direct-response', { status: String(expect.status) });
        default:
          return t(expect.outcome);
      }
    },
    given: (answer) => {
      const { outcome, redirect, status } = answer;
      switch (outcome) {
        case 'forward':
          return answerLine(answer, percent);
        case 'redirect':
          return t('redirect', {
            status: String(redirect?.code ?? ''),
            url: redirect === null ? '' : redirectUrl(redirect),
          });
        case 'direct-response':
          return t('direct-response', { status: String(status ?? '') });
        default:
          return t(outcome);
      }
    },
  };
}
