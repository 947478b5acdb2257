/** A name for a request and what it gives, of words that all languages share: `reviews/ratings end-user: jason → v2`. Pure. */
import type { Expectation, Expected } from '#lib/istio/expectations/expectation.ts';

const longest = 80;

export function suggestedName(
  { host, path = '/', headers = {} }: Pick<Expectation, 'host' | 'path' | 'headers'>,
  expect: Expected,
): string {
  const asked = [
    `${host}${path === '/' ? '' : path}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join(' ');
  const given = givenBy(expect);
  const room = longest - given.length - 3;
  return `${asked.length > room ? `${asked.slice(0, room - 1)}…` : asked} → ${given}`;
}

function givenBy(expect: Expected): string {
  switch (expect.outcome) {
    case 'forward': {
      const names = [...new Set(expect.to.map(({ subset, host }) => subset ?? host.split('.')[0] ?? host))];
      return names.join(', ').slice(0, 30);
    }
    case 'redirect':
    case 'direct-response':
      return String(expect.status);
    case 'not-found':
      return '404';
    default:
      return expect.outcome;
  }
}
