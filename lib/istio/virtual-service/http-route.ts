/** One rule of `http[]` (validateHTTPRoute). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkHeaderOperations, setsAuthority } from '../admission/headers.ts';
import {
  checkDuration,
  checkFaultPercent,
  checkPercent,
  checkPort,
  checkRegex,
  isToken,
} from '../admission/primitives.ts';
import { grpcStatusNames } from '../grpc-status.ts';
import { checkHttpMatch } from './http-match.ts';
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
  if (route.delegate) found.push(...checkDelegateRoute(path, route, context));
  else found.push(...checkAction(path, route));
  for (const [index, match] of (route.match ?? []).entries()) {
    found.push(...checkHttpMatch([...path, 'match', index], match, context));
  }
  found.push(
    ...checkRewrite([...path, 'rewrite'], route),
    ...checkMirrors(path, route),
    ...checkFault([...path, 'fault'], route.fault),
  );
  found.push(
    ...checkCors([...path, 'corsPolicy'], route.corsPolicy),
    ...checkRetries([...path, 'retries'], route.retries),
  );
  found.push(
    ...checkDuration([...path, 'timeout'], route.timeout),
    ...checkHeaderOperations([...path, 'headers'], route.headers),
  );
  return found;
}

function checkDelegateRoute(path: Path, route: HttpRoute, context: RouteContext): Finding[] {
  const found: Finding[] = [];
  if (context.isDelegate)
    found.push(error([...path, 'delegate'], 'delegate virtual service cannot delegate to another'));
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
        error([...path, 'directResponse'], 'HTTP route cannot contain both redirect and direct_response'),
      );
    found.push(...checkRedirect([...path, 'redirect'], route));
  } else if (route.directResponse) {
    if (destinations.length > 0)
      found.push(error([...path, 'route'], 'HTTP route cannot contain both route and direct_response'));
    if (route.fault)
      found.push(error([...path, 'fault'], 'HTTP route cannot contain both fault and direct_response'));
    if (route.rewrite)
      found.push(
        error([...path, 'rewrite'], 'HTTP route rule cannot contain both rewrite and direct_response'),
      );
    found.push(...checkDirectResponse([...path, 'directResponse'], route.directResponse));
  } else if (destinations.length === 0) {
    found.push(error(path, 'HTTP route, redirect or direct_response is required'));
  }
  for (const [index, destination] of destinations.entries()) {
    const here = [...path, 'route', index];
    found.push(...checkDestination([...here, 'destination'], destination.destination));
    found.push(...checkHeaderOperations([...here, 'headers'], destination.headers));
  }
  found.push(...checkWeights([...path, 'route'], destinations));
  return found;
}

function checkRedirect(path: Path, route: HttpRoute): Finding[] {
  const { redirect } = route;
  if (!redirect) return [];
  const found: Finding[] = [];
  if (
    !redirect.uri &&
    !redirect.authority &&
    redirect.port === undefined &&
    !redirect.scheme &&
    redirect.derivePort === undefined
  ) {
    found.push(error(path, 'redirect must specify URI, authority, scheme, or port'));
  }
  if (
    redirect.redirectCode !== undefined &&
    redirect.redirectCode !== 0 &&
    (redirect.redirectCode < 300 || redirect.redirectCode > 399)
  ) {
    found.push(
      error([...path, 'redirectCode'], `${redirect.redirectCode} is not a valid redirect code, must be 3xx`),
    );
  }
  if (redirect.scheme && redirect.scheme !== 'http' && redirect.scheme !== 'https') {
    found.push(error([...path, 'scheme'], 'invalid redirect scheme, must be "http" or "https"'));
  }
  if (redirect.port !== undefined) found.push(...checkPort([...path, 'port'], redirect.port));
  return found;
}

function checkDirectResponse(path: Path, response: NonNullable<HttpRoute['directResponse']>): Finding[] {
  const found = checkHttpStatus([...path, 'status'], response.status);
  const size = Math.max(response.body?.string?.length ?? 0, ((response.body?.bytes?.length ?? 0) * 3) / 4);
  if (size > 1024 * 1024)
    found.push(error([...path, 'body'], 'body size must be less than or equal to 1048576 bytes'));
  else if (size > 100 * 1024)
    found.push(warning([...path, 'body'], 'large body may impact control plane performance'));
  return found;
}

function checkHttpStatus(path: Path, status: number): Finding[] {
  // istiod's own bound lets 600 through.
  return status < 200 || status > 600 ? [error(path, `HTTP status ${status} is not in range 200-599`)] : [];
}

function checkRewrite(path: Path, route: HttpRoute): Finding[] {
  const { rewrite } = route;
  if (!rewrite) return [];
  const found: Finding[] = [];
  if (rewrite.uri && rewrite.uriRegexRewrite)
    found.push(error(path, 'rewrite may only contain one of URI or UriRegexRewrite'));
  if (!rewrite.uri && !rewrite.authority && !rewrite.uriRegexRewrite) {
    found.push(error(path, 'rewrite must specify URI, UriRegexRewrite, or authority'));
  }
  if (rewrite.uriRegexRewrite) {
    const { match, rewrite: replacement } = rewrite.uriRegexRewrite;
    if (!match || !replacement)
      found.push(
        error(
          [...path, 'uriRegexRewrite'],
          'UriRegexRewrite requires both Rewrite and Match fields to be specified',
        ),
      );
    else found.push(...checkRegex([...path, 'uriRegexRewrite', 'match'], match));
  }
  if (rewrite.authority && setsAuthority(route.headers)) {
    found.push(error([...path, 'authority'], 'authority header cannot be set multiple times'));
  }
  return found;
}

function checkMirrors(path: Path, route: HttpRoute): Finding[] {
  const found: Finding[] = [];
  if (route.mirror && route.mirrors?.length)
    found.push(error([...path, 'mirror'], 'HTTP route cannot contain both mirror and mirrors'));
  if (route.mirror) found.push(...checkDestination([...path, 'mirror'], route.mirror));
  for (const [index, mirror] of (route.mirrors ?? []).entries()) {
    const here = [...path, 'mirrors', index];
    found.push(...checkDestination([...here, 'destination'], mirror.destination));
    found.push(...checkPercent([...here, 'percentage'], mirror.percentage?.value));
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
  if (route.mirrorPercentage?.value !== undefined) {
    const { value } = route.mirrorPercentage;
    if (value > 100)
      found.push(
        error(
          [...path, 'mirrorPercentage'],
          `mirror_percentage must have a max value of 100 (it has ${value})`,
        ),
      );
    if (value < 0)
      found.push(
        error(
          [...path, 'mirrorPercentage'],
          `mirror_percentage must have a min value of 0 (it has ${value})`,
        ),
      );
  }
  return found;
}

function checkFault(path: Path, fault: HttpRoute['fault']): Finding[] {
  if (!fault) return [];
  const found: Finding[] = [];
  if (!fault.abort && !fault.delay)
    found.push(error(path, 'HTTP fault injection must have an abort and/or a delay'));
  if (fault.delay) {
    found.push(...checkDuration([...path, 'delay', 'fixedDelay'], fault.delay.fixedDelay));
    if (fault.delay.exponentialDelay)
      found.push(error([...path, 'delay', 'exponentialDelay'], 'exponentialDelay not supported yet'));
    found.push(...checkFaultPercent([...path, 'delay', 'percentage'], fault.delay.percentage?.value));
    found.push(...checkPercent([...path, 'delay', 'percent'], fault.delay.percent));
  }
  if (fault.abort) {
    const { httpStatus, grpcStatus, http2Error, percentage } = fault.abort;
    if (httpStatus !== undefined)
      found.push(...checkHttpStatus([...path, 'abort', 'httpStatus'], httpStatus));
    if (grpcStatus !== undefined && !grpcStatusNames.includes(grpcStatus)) {
      found.push(
        error(
          [...path, 'abort', 'grpcStatus'],
          `gRPC status "${grpcStatus}" is not supported. See https://github.com/grpc/grpc/blob/master/doc/statuscodes.md for a list of supported codes`,
        ),
      );
    }
    if (http2Error !== undefined)
      found.push(error([...path, 'abort', 'http2Error'], 'HTTP/2 abort fault injection not supported yet'));
    found.push(...checkFaultPercent([...path, 'abort', 'percentage'], percentage?.value));
  }
  return found;
}

function checkCors(path: Path, cors: HttpRoute['corsPolicy']): Finding[] {
  if (!cors) return [];
  const found: Finding[] = [];
  for (const [index, origin] of (cors.allowOrigins ?? []).entries()) {
    const here = [...path, 'allowOrigins', index];
    if (origin.exact === '' || origin.prefix === '')
      found.push(error(here, 'string match should not be empty'));
    if (origin.regex !== undefined) found.push(...checkRegex(here, origin.regex));
  }
  for (const [index, method] of (cors.allowMethods ?? []).entries()) {
    if (!corsMethods.has(method))
      found.push(error([...path, 'allowMethods', index], `"${method}" is not a supported HTTP method`));
  }
  for (const list of ['allowHeaders', 'exposeHeaders'] as const) {
    for (const [index, name] of (cors[list] ?? []).entries()) {
      if (name !== '*' && !isToken(name))
        found.push(error([...path, list, index], `header name "${name}" is not a valid header name`));
    }
  }
  if (cors.maxAge !== undefined) {
    found.push(...checkDuration([...path, 'maxAge'], cors.maxAge));
    if (/\d(?:ms|us|ns)/.test(cors.maxAge) || /\.\d*[1-9]\d*s/.test(cors.maxAge))
      found.push(error([...path, 'maxAge'], 'max_age duration is accurate only to seconds precision'));
  }
  return found;
}
