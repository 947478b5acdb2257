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
      const places = expect.to.map((one) =>
        any && expect.to.length > 1 ? placeText(one) : `${placeText(one)} ${percent(one.share)}${off}`,
      );
      return withFault(places.join(', '), expect.fault ?? null, percent);
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
      const places = destinations.map(
        (one) => `${placeText(one)} ${percent(one.share)}${one.missing ? ' (503)' : ''}`,
      );
      return withFault(places.join(', '), fault, percent);
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

/** `reviews.bookinfo:9080 v2`. */
function placeText({ host, subset, port }: { host: string; subset: string | null; port: number }): string {
  return `${host.replace(/\.svc\..*$/, '')}:${port}${subset === null ? '' : ` ${subset}`}`;
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
