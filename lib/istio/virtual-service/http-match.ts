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
  for (const field of ['uri', 'scheme', 'method', 'authority'] as const) {
    const value = match[field];
    if (value) found.push(...checkStringMatch([...path, field], value, { emptyPrefix: field === 'uri' }));
  }
  for (const field of ['headers', 'withoutHeaders'] as const) {
    for (const [name, value] of Object.entries(match[field] ?? {})) {
      const here = [...path, field, name];
      found.push(...checkHeaderMatchName(here, name));
      if (value === null) found.push(error(here, `header match ${name} cannot be null`));
      // As presence, `*` is a regular expression only where a header must be absent.
      else if (!(field === 'withoutHeaders' && value.regex === '*'))
        found.push(...checkStringMatch(here, value, {}));
      if (isClaim(name) && (!context.appliesToGateway || context.appliesToMesh)) {
        found.push(
          error(here, 'JWT claim based routing (@request.auth.claims) is only supported for gateway'),
        );
      }
    }
  }
  for (const [name, value] of Object.entries(match.queryParams ?? {})) {
    const here = [...path, 'queryParams', name];
    if (value === null) found.push(error(here, `query param match ${name} cannot be null`));
    else found.push(...checkStringMatch(here, value, {}));
  }
  if (match.port !== undefined && match.port !== 0) found.push(...checkPort([...path, 'port'], match.port));
  found.push(...checkLabelSet([...path, 'sourceLabels'], match.sourceLabels));
  found.push(
    ...checkGatewayNames([...path, 'gateways'], match.gateways).filter(
      (finding) => finding.severity === 'error',
    ),
  );
  if (match.sourceNamespace && !isLabel1123(match.sourceNamespace)) {
    found.push(
      error([...path, 'sourceNamespace'], `sourceNamespace match ${match.sourceNamespace} is invalid`),
    );
  }
  return found;
}

function checkStringMatch(path: Path, match: StringMatch, options: { emptyPrefix?: boolean }): Finding[] {
  if (match.regex !== undefined) return checkRegex(path, match.regex);
  if (match.prefix === '' && !options.emptyPrefix)
    return [error(path, '"prefix" string match should not be empty')];
  return [];
}
