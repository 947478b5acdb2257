/** One entry of `http[].match[]` (validateHTTPRouteMatchRequest). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import { checkHeaderMatchName, isClaim } from '../admission/headers.ts';
import {
  checkGatewayNames,
  checkLabelSet,
  checkPort,
  checkRegex,
  isLabel1123,
} from '../admission/primitives.ts';
import type { HttpRoute, RouteContext } from './route.ts';

export type HttpMatch = NonNullable<HttpRoute['match']>[number];

export interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

export function checkHttpMatch(path: Path, match: HttpMatch, context: RouteContext): Finding[] {
  const found: Finding[] = [];
  if (match.uri) found.push(...checkStringRegex([...path, 'uri'], match.uri, 'uri'));
  for (const field of ['scheme', 'method', 'authority'] as const) {
    const value = match[field];
    if (value) found.push(...checkStringMatch([...path, field], value, field));
  }
  for (const field of ['headers', 'withoutHeaders'] as const) {
    for (const [name, value] of Object.entries(match[field] ?? {})) {
      const here = [...path, field, name];
      found.push(...checkHeaderMatchName(here, name));
      // As presence, `*` is a regular expression only where a header must be absent.
      if (!(field === 'withoutHeaders' && value.regex === '*'))
        found.push(...checkStringMatch(here, value, field));
      if (isClaim(name) && !context.appliesToGateway)
        found.push(
          error(
            here,
            `JWT claim based routing (key: ${name}) is only supported for gateway, found no gateways: [${context.gateways.join(' ')}]`,
          ),
        );
    }
  }
  for (const [name, value] of Object.entries(match.queryParams ?? {}))
    found.push(...checkStringMatch([...path, 'queryParams', name], value, 'queryParams'));
  if (match.port !== undefined && match.port !== 0) found.push(...checkPort([...path, 'port'], match.port));
  if (match.sourceLabels) found.push(...checkLabelSet([...path, 'sourceLabels'], match.sourceLabels));
  if (match.gateways) {
    const ofGateways = checkGatewayNames([...path, 'gateways'], match.gateways);
    found.push(...ofGateways.filter((finding) => finding.severity === 'error'));
  }
  if (match.sourceNamespace && !isLabel1123(match.sourceNamespace)) {
    found.push(
      error([...path, 'sourceNamespace'], `sourceNamespace match ${match.sourceNamespace} is invalid`),
    );
  }
  return found;
}

/** `where` is the field, as istiod calls it. */
export function checkStringRegex(path: Path, { regex }: StringMatch, where: string): Finding[] {
  if (regex === undefined) return [];
  return regex === ''
    ? [error(path, `"${where}": regex string match should not be empty`)]
    : checkRegex(path, regex, where);
}

function checkStringMatch(path: Path, match: StringMatch, where: string): Finding[] {
  return match.prefix === ''
    ? [error(path, `"${where}": prefix string match should not be empty`)]
    : checkStringRegex(path, match, where);
}
