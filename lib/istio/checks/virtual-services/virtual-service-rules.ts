/**
 * Rules of a VirtualService that Istio accepts and that do not do what they seem to: fields of old (IST0002), redirects and
 * faults without effect (SLU0002, SLU0003), requests left without a rule (SLU0004), weights that are no percentages (SLU0005).
 */
import type { VirtualService } from '../../objects.ts';
import type { HttpRule } from '../../routing/rules.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';

type Place = readonly (string | number)[];

/** The codes that istiod translates; others leave a route that does nothing. */
const redirectCodes = new Set([301, 302, 303, 307, 308]);

export function checkRules({ object }: CheckedObject<VirtualService>): Observation[] {
  const spec = object.spec ?? {};
  const http = spec.http ?? [];
  const found = http.flatMap((rule, index) => {
    const path = ['spec', 'http', index];
    return [...checkFault(rule, path), ...checkRedirect(rule, path), ...checkWeights(rule.route, path)];
  });
  for (const list of ['tls', 'tcp'] as const) {
    for (const [index, rule] of (spec[list] ?? []).entries()) {
      found.push(...checkWeights(rule.route, ['spec', list, index]));
    }
  }
  const isRoot = (spec.hosts ?? []).length > 0;
  if (isRoot && http.length > 0 && !http.some(takesEverything)) {
    found.push(observe('SLU0004', ['spec', 'http'], { rules: http.length }));
  }
  return found;
}

function checkFault({ fault }: HttpRule, path: Place): Observation[] {
  const found: Observation[] = [];
  const percent = fault?.delay?.percent ?? 0;
  if (fault?.delay && percent > 0) {
    const here = [...path, 'fault', 'delay'];
    const fix = [
      { op: 'set' as const, path: [...here, 'percentage', 'value'], value: percent },
      { op: 'remove' as const, path: [...here, 'percent'] },
    ];
    found.push(observe('IST0002', [...here, 'percent'], {}, { detail: 'delayPercent', fix }));
  } else if (fault?.delay && !fault.delay.percentage) {
    found.push(observe('SLU0003', [...path, 'fault', 'delay'], {}, { detail: 'delay' }));
  }
  if (fault?.abort && !fault.abort.percentage) {
    found.push(observe('SLU0003', [...path, 'fault', 'abort'], {}, { detail: 'abort' }));
  }
  return found;
}

function checkRedirect({ redirect }: HttpRule, path: Place): Observation[] {
  const code = redirect?.redirectCode;
  // Outside of 300..399 the webhook refuses it anyway.
  if (!code || redirectCodes.has(code) || code < 300 || code > 399) return [];
  return [observe('SLU0002', [...path, 'redirect', 'redirectCode'], { code })];
}

function checkWeights(route: { weight?: number }[] | undefined, path: Place): Observation[] {
  if (!route || route.length === 0) return [];
  const [{ weight: alone } = {}] = route;
  if (route.length === 1) {
    if (alone === undefined || alone === 100) return [];
    // Istio sends everything there, also with a weight of 0: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
    const weight = [...path, 'route', 0, 'weight'];
    const fix = [{ op: 'remove' as const, path: weight }];
    return [observe('SLU0005', weight, { weight: alone }, { detail: 'alone', fix })];
  }
  const sum = route.reduce((total, { weight = 0 }) => total + weight, 0);
  return sum === 100 || sum === 0 ? [] : [observe('SLU0005', [...path, 'route'], { sum }, { detail: 'sum' })];
}

/** No match at all, or one without any condition but the path `/`. */
function takesEverything({ match }: HttpRule): boolean {
  if (!match || match.length === 0) return true;
  return match.some(
    ({ name: _name, statPrefix: _statPrefix, ignoreUriCase: _ignoreUriCase, uri, ...conditions }) => {
      const isAnyPath = uri === undefined || uri.prefix === '/' || uri.regex === '.*';
      return isAnyPath && Object.values(conditions).every(isEmpty);
    },
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}
