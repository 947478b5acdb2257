/** Paths that are no resources: version, health, discovery, OpenAPI. */
import { methodNotAllowed } from '../api-error.ts';
import { negotiate } from '../coding/negotiation.ts';
import {
  aggregatedDiscovery,
  apiGroup,
  apiGroupList,
  apiResourceList,
  apiVersions,
} from '../reads/discovery.ts';
import { openApiDocument, openApiIndex } from '../reads/openapi.ts';
import type { Exchange } from './exchange.ts';

const version = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3+sluice.demo',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'go1.26.0',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const checks = new Set(['/healthz', '/livez', '/readyz'].flatMap((path) => [path, `${path}/ping`]));

export const pageNotFound = '404 page not found\n';

const aggregated = 'APIGroupDiscoveryList';

function discover(exchange: Exchange, core: boolean): void {
  const as = negotiate(exchange.header('accept'), [aggregated]);
  if (as === aggregated)
    exchange.json(
      200,
      aggregatedDiscovery(core),
      `application/json;g=apidiscovery.k8s.io;v=v2;as=${aggregated}`,
    );
  else exchange.json(200, core ? apiVersions(exchange.header('host') ?? '') : apiGroupList());
}

function bodyOf(path: string): object | undefined {
  const [root = '', first = '', second, ...rest] = path.split('/').slice(1);
  if (path === '/version') return version;
  if (path === '/openapi/v3') return openApiIndex();
  if (path.startsWith('/openapi/v3/')) return openApiDocument(path.slice('/openapi/v3/'.length));
  if (rest.length > 0 || (root !== 'api' && root !== 'apis')) return undefined;
  if (root === 'api') return second === undefined ? apiResourceList('', first) : undefined;
  return second === undefined ? apiGroup(first) : apiResourceList(first, second);
}

/** Answers an authorized request. */
export function handlePath(exchange: Exchange, method: string, path: string): void {
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const body = bodyOf(trimmed);
  if (trimmed === '/api' || trimmed === '/apis') discover(exchange, trimmed === '/api');
  // Go has no type for the list of documents.
  else if (body)
    exchange.json(200, body, trimmed === '/openapi/v3' ? 'text/plain; charset=utf-8' : undefined);
  else if (trimmed.startsWith('/openapi/v3/')) exchange.nothing(404);
  else if (checks.has(trimmed)) exchange.text(200, 'ok');
  else exchange.text(404, pageNotFound);
}
