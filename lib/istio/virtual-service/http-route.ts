/** One rule of `http[]` (validateHTTPRoute). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkAuthorities, checkHeaderOperations } from '../admission/headers.ts';
import { checkDuration, checkFaultPercent, checkPort, checkRegex, isToken } from '../admission/primitives.ts';
import { goDurationMs } from '../go-duration.ts';
import { grpcStatusNames } from '../grpc-status.ts';
import { checkHttpMatch, checkStringRegex } from './http-match.ts';
import { checkRetries } from './retries.ts';
import { checkDestination, checkWeights, type HttpRoute, type RouteContext } from './route.ts';

const corsMethods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  '*',
]);

export function checkHttpRoute(path: Path, route: HttpRoute, context: RouteContext): Finding[] {
  const found: Finding[] = [];
  if (route.delegate && !context.isDelegate) found.push(...checkDelegateRoute(path, route));
  else found.push(...checkAction(path, route));
  if (route.delegate && context.isDelegate)
    found.push(error([...path, 'delegate'], 'delegate HTTP route cannot contain delegate'));
  for (const [index, destination] of (route.route ?? []).entries())
    found.push(...checkRouteDestination([...path, 'route', index], destination));
  found.push(...checkWeights([...path, 'route'], route.route ?? []));
  if (route.redirect) found.push(...checkRedirect([...path, 'redirect'], route));
  if (route.directResponse)
    found.push(...checkDirectResponse([...path, 'directResponse'], route.directResponse));
  for (const [index, match] of (route.match ?? []).entries()) {
    found.push(...checkHttpMatch([...path, 'match', index], match, context));
  }
  // Most rules have few of these, and a mesh has thousands of rules.
  if (route.rewrite || route.headers) found.push(...checkRewrite([...path, 'rewrite'], route));
  found.push(...checkMirrors(path, route));
  if (route.fault) found.push(...checkFault([...path, 'fault'], route.fault));
  if (route.corsPolicy) found.push(...checkCors([...path, 'corsPolicy'], route.corsPolicy));
  if (route.retries) found.push(...checkRetries([...path, 'retries'], route.retries));
  if (route.timeout !== undefined) found.push(...checkDuration([...path, 'timeout'], route.timeout));
  if (route.headers) found.push(...checkHeaderOperations([...path, 'headers'], route.headers));
  return found;
}

function checkDelegateRoute(path: Path, route: HttpRoute): Finding[] {
  const found: Finding[] = [];
  const name = route.name ?? '';
  if (route.route?.length)
    found.push(error([...path, 'route'], `root HTTP route ${name} must not specify route`));
  if (route.redirect)
    found.push(error([...path, 'redirect'], `root HTTP route ${name} must not specify redirect`));
  return found;
}

/** Exactly one of: destinations, a redirect, an answer of the proxy's own. */
function checkAction(path: Path, route: HttpRoute): Finding[] {
  const found: Finding[] = [];
  const destinations = route.route ?? [];
  if (route.redirect) {
    if (destinations.length > 0)
      found.push(error([...path, 'redirect'], 'HTTP route cannot contain both route and redirect'));
    if (route.fault)
      found.push(error([...path, 'fault'], 'HTTP route cannot contain both fault and redirect'));
    if (route.rewrite)
      found.push(error([...path, 'rewrite'], 'HTTP route rule cannot contain both rewrite and redirect'));
    if (route.directResponse)
      found.push(
        error(
          [...path, 'directResponse'],
          'HTTP route rule cannot contain both direct_response and redirect',
        ),
      );
  } else if (route.directResponse) {
    if (destinations.length > 0)
      found.push(error([...path, 'route'], 'HTTP route cannot contain both route and direct_response'));
    if (route.fault)
      found.push(error([...path, 'fault'], 'HTTP route cannot contain both fault and direct_response'));
    if (route.rewrite)
      found.push(
        error([...path, 'rewrite'], 'HTTP route rule cannot contain both rewrite and direct_response'),
      );
  } else if (destinations.length === 0) {
    found.push(error(path, 'HTTP route, redirect or direct_response is required'));
  }
  if (route.mirror && route.mirrors?.length)
    found.push(error([...path, 'mirror'], 'HTTP route cannot contain both mirror and mirrors'));
  return found;
}

function checkRouteDestination(path: Path, destination: NonNullable<HttpRoute['route']>[number]): Finding[] {
  const found = destination.destination
    ? checkDestination([...path, 'destination'], destination.destination)
    : [error(path, 'destination is required')];
  if (destination.headers) found.push(...checkHeaderOperations([...path, 'headers'], destination.headers));
  return found;
}

/** The first that is wrong is told. */
function checkRedirect(path: Path, { redirect, match = [] }: HttpRoute): Finding[] {
  if (!redirect) return [];
  const { uri, prefixRewrite, authority, port, derivePort, scheme, redirectCode } = redirect;
  if (uri && prefixRewrite) return [error(path, 'redirect may only specify one of uri or prefix_rewrite')];
  if (prefixRewrite && match.some((entry) => entry.uri && entry.uri.prefix === undefined))
    return [error(path, 'redirect prefix_rewrite requires all URI matches to use prefix match type')];
  const hasPort = port !== undefined || derivePort !== undefined;
  if (!uri && !prefixRewrite && !authority && !hasPort && !scheme)
    return [error(path, 'redirect must specify URI, authority, scheme, or port')];
  if (redirectCode && (redirectCode < 300 || redirectCode > 399))
    return [error([...path, 'redirectCode'], `${redirectCode} is not a valid redirect code, must be 3xx`)];
  if (scheme && scheme !== 'http' && scheme !== 'https')
    return [error([...path, 'scheme'], 'invalid redirect scheme, must be "http" or "https"')];
  return port ? checkPort([...path, 'port'], port) : [];
}

function checkDirectResponse(path: Path, response: NonNullable<HttpRoute['directResponse']>): Finding[] {
  const found = checkHttpStatus([...path, 'status'], response.status);
  const { string = '', bytes = '' } = response.body ?? {};
  const size = Math.max(new TextEncoder().encode(string).length, decodedLength(bytes));
  if (size > 1024 * 1024)
    found.push(
      error(
        [...path, 'body'],
        'large direct_responses may impact control plane performance, must be less than 1MB',
      ),
    );
  else if (size > 100 * 1024)
    found.push(warning([...path, 'body'], 'large direct_responses may impact control plane performance'));
  return found;
}

/** Of base64. */
function decodedLength(text: string): number {
  return Math.floor((text.replace(/=+$/, '').length * 3) / 4);
}

function checkHttpStatus(path: Path, status: number): Finding[] {
  // istiod's own bound lets 600 through.
  return status < 200 || status > 600 ? [error(path, `HTTP status ${status} is not in range 200-599`)] : [];
}

function checkRewrite(path: Path, { rewrite, headers }: HttpRoute): Finding[] {
  const ofAuthority = checkAuthorities([...path, 'authority'], rewrite?.authority ?? '', headers);
  return rewrite ? [...checkRewriteTarget(path, rewrite), ...ofAuthority] : ofAuthority;
}

/** The first that is wrong is told. */
function checkRewriteTarget(path: Path, rewrite: NonNullable<HttpRoute['rewrite']>): Finding[] {
  const { uri, uriRegexRewrite, authority } = rewrite;
  if (uri && uriRegexRewrite) return [error(path, 'rewrite may only contain one of URI or UriRegexRewrite')];
  if (!uri && !uriRegexRewrite && !authority)
    return [
      error(
        path,
        'rewrite must specify at least one of URI, UriRegexRewrite, or authority. Only one of URI or UriRegexRewrite may be specified',
      ),
    ];
  if (!uriRegexRewrite) return [];
  const here = [...path, 'uriRegexRewrite'];
  const { match, rewrite: replacement } = uriRegexRewrite;
  const wrong =
    match && replacement
      ? checkRegex([...here, 'match'], match, 'HTTPRewrite.UriRegexRewrite.Match')
      : [error(here, 'UriRegexRewrite requires both Rewrite and Match fields to be specified')];
  return wrong.map((finding) => ({ ...finding, message: `UriRegexRewrite has errors\n${finding.message}` }));
}

function checkMirrors(path: Path, route: HttpRoute): Finding[] {
  const found: Finding[] = [];
  if (route.mirror) found.push(...checkDestination([...path, 'mirror'], route.mirror));
  for (const [index, mirror] of (route.mirrors ?? []).entries()) {
    const here = [...path, 'mirrors', index];
    if (!mirror.destination) {
      found.push(error(here, 'destination is required for mirrors'));
      continue;
    }
    found.push(...checkDestination([...here, 'destination'], mirror.destination));
    found.push(...checkMirrored([...here, 'percentage'], mirror.percentage?.value, 'mirror percentage'));
  }
  const old = route.mirrorPercent ?? route.mirror_percent;
  if (old !== undefined && old !== null) {
    found.push(
      warning(
        [...path, 'mirrorPercent'],
        'using deprecated setting "mirrorPercent", use "mirrorPercentage" instead',
      ),
    );
    if (old > 100)
      found.push(
        error([...path, 'mirrorPercent'], `mirror_percent must have a max value of 100 (it has ${old})`),
      );
  }
  const share = route.mirrorPercentage?.value;
  found.push(...checkMirrored([...path, 'mirrorPercentage'], share, 'mirror_percentage'));
  return found;
}

function checkMirrored(path: Path, value: number | undefined, what: string): Finding[] {
  if (value === undefined || (value >= 0 && value <= 100)) return [];
  const bound = value > 100 ? 'max value of 100' : 'min value of 0';
  return [error(path, `${what} must have a ${bound} (it has ${value.toFixed(6)})`)];
}

function checkFault(path: Path, fault: NonNullable<HttpRoute['fault']>): Finding[] {
  const found: Finding[] = [];
  if (!fault.abort && !fault.delay)
    found.push(error(path, 'HTTP fault injection must have an abort and/or a delay'));
  if (fault.delay) {
    const { fixedDelay, exponentialDelay, percentage } = fault.delay;
    found.push(...checkDuration([...path, 'delay', 'fixedDelay'], fixedDelay));
    found.push(...checkDuration([...path, 'delay', 'exponentialDelay'], exponentialDelay));
    if (exponentialDelay !== undefined)
      found.push(error([...path, 'delay', 'exponentialDelay'], 'exponentialDelay not supported yet'));
    found.push(...checkFaultPercent([...path, 'delay', 'percentage'], percentage?.value));
  }
  if (fault.abort) {
    const { httpStatus, grpcStatus, http2Error, percentage } = fault.abort;
    if (httpStatus !== undefined)
      found.push(...checkHttpStatus([...path, 'abort', 'httpStatus'], httpStatus));
    if (grpcStatus !== undefined && !grpcStatusNames.includes(grpcStatus)) {
      found.push(
        error(
          [...path, 'abort', 'grpcStatus'],
          `gRPC status "${grpcStatus}" is not supported. See https://github.com/grpc/grpc/blob/master/doc/statuscodes.md for a list of supported codes, for example 'NOT_FOUND'`,
        ),
      );
    }
    if (http2Error !== undefined)
      found.push(error([...path, 'abort', 'http2Error'], 'HTTP/2 abort fault injection not supported yet'));
    found.push(...checkFaultPercent([...path, 'abort', 'percentage'], percentage?.value));
  }
  return found;
}

function checkCors(path: Path, cors: NonNullable<HttpRoute['corsPolicy']>): Finding[] {
  const found: Finding[] = [];
  for (const [index, origin] of (cors.allowOrigins ?? []).entries()) {
    const here = [...path, 'allowOrigins', index];
    if (!(origin.exact || origin.prefix || origin.regex))
      found.push(error(here, "'' is not a valid match type for CORS allow origins"));
    else found.push(...checkStringRegex(here, origin, 'corsPolicy.allowOrigins'));
  }
  for (const [index, method] of (cors.allowMethods ?? []).entries()) {
    if (!corsMethods.has(method))
      found.push(error([...path, 'allowMethods', index], `"${method}" is not a supported HTTP method`));
  }
  for (const list of ['allowHeaders', 'exposeHeaders'] as const) {
    for (const [index, name] of (cors[list] ?? []).entries()) {
      const here = [...path, list, index];
      if (name === '') found.push(error(here, 'header name cannot be empty'));
      else if (name !== '*' && !isToken(name))
        found.push(error(here, `header name ${name} is not a valid header name`));
    }
  }
  if (cors.maxAge !== undefined) {
    found.push(...checkDuration([...path, 'maxAge'], cors.maxAge));
    const ms = goDurationMs(cors.maxAge) ?? 0;
    if (ms > 0 && ms % 1000 !== 0)
      found.push(error([...path, 'maxAge'], 'max_age duration is accurate only to seconds precision'));
  }
  return found;
}
