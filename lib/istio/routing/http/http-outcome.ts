/** What the chosen http rule does with the request (`applyHTTPRouteDestination`, `ApplyRedirect`, `TranslateFault` of istio's route.go). */
import { answer, defaultRetries, defaultRetryOn } from '../answers.ts';
import { type Cluster, clusterOf, type DestinationContext, weigh } from '../destination/destinations.ts';
import type { FlatRoute, HttpRule } from '../rules.ts';
import { ruleRef, type Trail } from '../trail.ts';
import type { RouteAnswer } from '../types.ts';
import { corsOf } from './cors.ts';
import { redirectOf } from './http-redirect.ts';
import type { HttpRequest } from './http-request.ts';
import { rewriteOf } from './http-rewrite.ts';

export function httpOutcome(
  route: FlatRoute,
  request: HttpRequest,
  context: DestinationContext,
  trail: Trail,
): RouteAnswer {
  const { rule } = route.rule;
  const shared = {
    rule: ruleRef(route.rule.of, route.rule.index, rule.name),
    fault: faultOf(rule),
    cors: corsOf(rule, request),
    tried: trail.list(),
  };
  if (rule.redirect) return redirectOf(rule.redirect, route, request, context.port, shared);
  if (rule.directResponse) {
    const { status, body } = rule.directResponse;
    return answer('direct-response', {
      ...shared,
      status,
      body: body?.string ?? (body?.bytes === undefined ? null : decodeBase64(body.bytes)),
    });
  }
  const destinations = weigh(rule.route ?? []);
  return answer('forward', {
    ...shared,
    destinations: destinations.map(({ route: { destination }, share }) => ({
      ...clusterOf(context, destination),
      share,
    })),
    timeout: isZero(rule.timeout) ? null : (rule.timeout ?? null),
    retries: retriesOf(rule.retries),
    mirrors: mirrorsOf(rule, context),
    rewrite: rewriteOf(
      rule,
      route.match?.match,
      request,
      destinations.map((destination) => destination.route),
    ),
  });
}

function retriesOf(policy: HttpRule['retries']): RouteAnswer['retries'] {
  if (!policy) return { ...defaultRetries };
  const attempts = policy.attempts ?? 0;
  return attempts <= 0 ? null : { attempts, on: policy.retryOn || defaultRetryOn };
}

/** Percentages as written; a fault without one never happens. */
function faultOf({ fault }: HttpRule): RouteAnswer['fault'] {
  const delay =
    fault?.delay?.fixedDelay === undefined
      ? null
      : {
          duration: fault.delay.fixedDelay,
          percent: fault.delay.percentage ? (fault.delay.percentage.value ?? 0) : (fault.delay.percent ?? 0),
        };
  const status = fault?.abort?.httpStatus ?? fault?.abort?.grpcStatus;
  const abort =
    status === undefined ? null : { status: String(status), percent: fault?.abort?.percentage?.value ?? 0 };
  return delay || abort ? { delay, abort } : null;
}

function mirrorsOf(rule: HttpRule, context: DestinationContext): RouteAnswer['mirrors'] {
  const single = rule.mirror ? [{ destination: rule.mirror, percent: mirrorPercent(rule) }] : [];
  const listed = (rule.mirrors ?? []).map(({ destination, percentage }) => ({
    destination,
    percent: percentage ? (percentage.value ?? 0) : 100,
  }));
  return [...single, ...listed]
    .filter(({ percent }) => percent > 0)
    .map(({ destination, percent }) => {
      const { host, subset, port }: Cluster = clusterOf(context, destination);
      return { host, subset, port, share: percent / 100 };
    });
}

function mirrorPercent(rule: HttpRule): number {
  if (rule.mirrorPercentage) return rule.mirrorPercentage.value ?? 0;
  return rule.mirrorPercent ?? rule.mirror_percent ?? 100;
}

function isZero(duration: string | undefined): boolean {
  return duration !== undefined && /^(?:0(?:\.0+)?(?:h|m|s|ms|us|µs|ns)?)+$/.test(duration);
}

function decodeBase64(text: string): string {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
