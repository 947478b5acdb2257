/** What to expect of a request: what the mesh answers now, as far as it says something that is worth keeping. */
import type { Expected } from './expectation.ts';
import { type JudgedAnswer, redirectUrl } from './judge.ts';

/** `within`: how far shares may be off, a fraction. Null where the answer is a mistake rather than a wish: a destination that is missing. */
export function expectedOf(answer: JudgedAnswer, within: number): Expected | null {
  const { outcome, destinations, fault, redirect, status } = answer;
  switch (outcome) {
    case 'forward':
      if (destinations.length === 0 || destinations.some(({ missing }) => missing)) return null;
      return {
        outcome,
        to: destinations.map(({ host, subset, port, share }) => ({
          host,
          subset,
          port,
          share: round(share),
        })),
        within,
        fault,
      };
    case 'redirect':
      return redirect === null ? null : { outcome, status: redirect.code, url: redirectUrl(redirect) };
    case 'direct-response':
      return status === null ? null : { outcome, status };
    default:
      return { outcome };
  }
}

/** Read by people: a third is 0.333333, which counts as equal. */
function round(share: number): number {
  return Number(share.toFixed(6));
}
