/** Requests, expectations and answers in one line of the words that all languages share: hosts, subsets, codes and shares. */
import type { Expectation, Expected } from './expectation.ts';
import { type JudgedAnswer, redirectUrl } from './judge.ts';

/** `GET http://reviews:9080/ratings?id=1`; only what is spoken of a tls or tcp connection. */
export function requestLine({
  protocol,
  host,
  port,
  method = 'GET',
  path = '/',
}: Pick<Expectation, 'protocol' | 'host' | 'port' | 'method' | 'path'>): string {
  const isHttp = protocol === 'http' || protocol === 'https';
  return isHttp ? `${method} ${protocol}://${host}:${port}${path}` : `${protocol}://${host}:${port}`;
}

/** With its headers: `GET http://reviews:9080/ [end-user: jason]`. */
export function requestText(
  request: Pick<Expectation, 'protocol' | 'host' | 'port' | 'method' | 'path' | 'headers'>,
): string {
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return headers.length === 0 ? requestLine(request) : `${requestLine(request)} [${headers.join(', ')}]`;
}

/** In English; `percent` writes a share for other readers. */
type Percent = (share: number) => string;

export function expectedLine(expect: Expected, percent: Percent = percentText): string {
  switch (expect.outcome) {
    case 'forward': {
      const any = expect.within >= 1;
      const off = expect.within > 0 && !any ? ` ±${percent(expect.within)}` : '';
      const places = expect.to.map((one) => ({
        ...one,
        after: any && expect.to.length > 1 ? '' : ` ${percent(one.share)}${off}`,
      }));
      return withFault(placesText(places), expect.fault ?? null, percent);
    }
    case 'redirect':
      return `${expect.status} ${expect.url}`;
    case 'direct-response':
      return String(expect.status);
    case 'not-found':
      return '404';
    default:
      return expect.outcome;
  }
}

export function answerLine(
  { outcome, destinations, fault, redirect, status }: JudgedAnswer,
  percent: Percent = percentText,
): string {
  switch (outcome) {
    case 'forward': {
      const places = destinations.map((one) => ({
        ...one,
        after: ` ${percent(one.share)}${one.missing ? ' (503)' : ''}`,
      }));
      return withFault(placesText(places), fault, percent);
    }
    case 'redirect':
      return redirect === null ? outcome : `${redirect.code} ${redirectUrl(redirect)}`;
    case 'direct-response':
      return String(status ?? '');
    case 'not-found':
      return '404';
    default:
      return status === null ? outcome : `${outcome} ${status}`;
  }
}

interface Place {
  host: string;
  subset: string | null;
  port: number;
  after: string;
}

/** `reviews.bookinfo:9080 v1 90 %, v2 10 %`: a service is named once for the subsets that follow one another. */
function placesText(places: readonly Place[]): string {
  let last = '';
  const texts = places.map(({ host, subset, port, after }) => {
    const service = `${host.replace(/\.svc\..*$/, '')}:${port}`;
    const isNamed = subset !== null && service === last;
    last = service;
    return `${[isNamed ? null : service, subset].filter((part) => part !== null).join(' ')}${after}`;
  });
  return texts.join(', ');
}

function percentText(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function withFault(text: string, fault: JudgedAnswer['fault'], percent: Percent): string {
  const parts = [
    fault?.delay ? `delay ${fault.delay.duration} ${percent(fault.delay.percent / 100)}` : null,
    fault?.abort ? `abort ${fault.abort.status} ${percent(fault.abort.percent / 100)}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? text : `${text}; ${parts.join(', ')}`;
}
