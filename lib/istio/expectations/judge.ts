/** Whether an answer is what was expected of a request, and what is otherwise. */
import type { RouteAnswer } from '../routing/types.ts';
import type { Expectation, Expected } from './expectation.ts';

/** The parts of an answer that an expectation speaks about. */
export type JudgedAnswer = Pick<
  RouteAnswer,
  'outcome' | 'destinations' | 'fault' | 'redirect' | 'status' | 'rule'
>;

/** What is otherwise, the first thing that is; null when it is as expected. */
export type Unmet = 'outcome' | 'destinations' | 'missing' | 'shares' | 'fault' | 'status' | 'redirect';

export function unmetOf({ expect }: Pick<Expectation, 'expect'>, answer: JudgedAnswer): Unmet | null {
  if (expect.outcome !== answer.outcome) return 'outcome';
  switch (expect.outcome) {
    case 'forward':
      return unmetForward(expect, answer);
    case 'redirect':
      if (answer.redirect === null || answer.redirect.code !== expect.status) return 'status';
      return redirectUrl(answer.redirect) === expect.url ? null : 'redirect';
    case 'direct-response':
      return answer.status === expect.status ? null : 'status';
    default:
      return null;
  }
}

type Forward = Extract<Expected, { outcome: 'forward' }>;
type Destination = Pick<RouteAnswer['destinations'][number], 'host' | 'subset' | 'port'>;

/** Several routes to one place are one. */
function sharesBy(destinations: readonly (Destination & { share: number })[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { host, subset, port, share } of destinations) {
    const key = JSON.stringify([host.toLowerCase(), subset, port]);
    shares.set(key, (shares.get(key) ?? 0) + share);
  }
  return shares;
}

/** Shares are fractions, and written with six digits. */
const dust = 1e-6;

function unmetForward({ to, within, fault }: Forward, answer: JudgedAnswer): Unmet | null {
  const wanted = sharesBy(to);
  const found = sharesBy(answer.destinations);
  if ([...found.keys()].some((key) => !wanted.has(key))) return 'destinations';
  if (answer.destinations.some(({ missing }) => missing)) return 'missing';
  for (const [key, share] of wanted) {
    if (Math.abs((found.get(key) ?? 0) - share) > within + dust) return 'shares';
  }
  if (fault !== undefined && !sameFault(fault, answer.fault)) return 'fault';
  return null;
}

function sameFault(expected: NonNullable<Forward['fault']> | null, found: JudgedAnswer['fault']): boolean {
  return (
    expected?.delay?.duration === found?.delay?.duration &&
    expected?.delay?.percent === found?.delay?.percent &&
    expected?.abort?.status === found?.abort?.status &&
    expected?.abort?.percent === found?.abort?.percent
  );
}

export function redirectUrl({ scheme, host, port, path }: NonNullable<RouteAnswer['redirect']>): string {
  const usual = (scheme === 'http' && port === 80) || (scheme === 'https' && port === 443);
  return `${scheme}://${host}${usual ? '' : `:${port}`}${path}`;
}
