/**
 * GET …/services/[SCHEME:]NAME[:PORT]/proxy/PATH: a Service through the API server (kubernetes pkg/registry/core/service/storage
 * ResourceLocation, apimachinery pkg/util/proxy). The caller's credentials stay here; paths in HTML and redirects get the proxy's
 * prefix, as browsers behind the API server need them.
 */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { EndpointSlice, Service } from '#lib/istio/objects.ts';
import { ApiError, badRequest } from '../api-error.ts';
import type { Store } from '../store.ts';
import type { Backends } from '../types.ts';
import type { Exchange } from './exchange.ts';
import type { RequestInfo } from './request.ts';

function unavailable(message: string): ApiError {
  return new ApiError(503, 'ServiceUnavailable', message);
}

/** `http:grafana:3000`, `grafana:http`, `grafana` (apimachinery pkg/util/net/port_split.go). */
function split(name: string): { scheme: string; service: string; port: string } | null {
  const parts = name.split(':');
  if (parts.length === 1) return { scheme: '', service: name, port: '' };
  if (parts.length === 2) return { scheme: '', service: parts[0] ?? '', port: parts[1] ?? '' };
  const [scheme = '', service = '', port = ''] = parts;
  return parts.length === 3 && ['', 'http', 'https'].includes(scheme) ? { scheme, service, port } : null;
}

function portOf(service: Service, wanted: string): number {
  const ports = service.spec?.ports ?? [];
  const found =
    wanted === ''
      ? ports.length === 1
        ? ports[0]
        : undefined
      : ports.find(({ name, port }) => name === wanted || String(port) === wanted);
  if (found === undefined) throw unavailable(`no endpoints available for service "${service.metadata.name}"`);
  return found.port;
}

/** Of one connection, the caller's identity, or set anew. */
const dropped =
  /^(authorization|connection|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|impersonate-.*|content-length)$/;

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.test(name)));
}

/** Attributes of HTML that hold addresses, where the path begins at the root (transport.go, atomsToAttrs). */
function rewritten(html: string, prefix: string): string {
  return html.replace(
    /(\s(?:href|src|action|cite|poster|data|background|longdesc)=")(\/(?!\/)[^"]*)"/g,
    `$1${prefix}$2"`,
  );
}

export async function proxyToService(
  exchange: Exchange,
  info: RequestInfo,
  store: Store,
  backends: Backends | undefined,
): Promise<void> {
  const { resource } = info;
  const named = split(resource?.name ?? '');
  const namespace = resource?.namespace ?? '';
  if (named === null) throw badRequest(`invalid service request "${resource?.name}"`);
  const service = store
    .list<Service>('', 'services', namespace)
    .find(({ metadata }) => metadata.name === named.service);
  if (service === undefined)
    throw new ApiError(404, 'NotFound', `services "${named.service}" not found`, {
      name: named.service,
      kind: 'services',
    });
  const port = portOf(service, named.port);
  const slices = store
    .list<EndpointSlice>('discovery.k8s.io', 'endpointslices', namespace)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === named.service);
  const ready = slices.some(({ endpoints = [] }) =>
    endpoints.some(({ conditions }) => conditions?.ready === true),
  );
  if (!ready) throw unavailable(`no endpoints available for service "${named.service}"`);
  const backend = backends?.(namespace, named.service, port) ?? null;
  if (backend === null)
    throw unavailable('error trying to reach service: dial tcp: connect: connection refused');
  const prefix = /^.*?\/proxy(?=\/|$)/.exec(info.path)?.[0] ?? '';
  await pass(exchange, backend, prefix, info.path.slice(prefix.length) || '/');
}

async function pass(exchange: Exchange, backend: URL, prefix: string, path: string): Promise<void> {
  const { request, response } = exchange;
  const body = await exchange.body();
  const search = (request.url ?? '').split(/\?(.*)/s)[1];
  const target = `${path}${search === undefined ? '' : `?${search}`}`;
  await new Promise<void>((resolve, reject) => {
    const onward = httpRequest(
      {
        host: backend.hostname,
        port: backend.port,
        path: target,
        method: request.method,
        headers: {
          ...passedOn(request.headers),
          ...(body.length > 0 ? { 'content-length': body.length } : {}),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const whole = Buffer.concat(chunks);
          const isHtml = String(answer.headers['content-type'] ?? '').startsWith('text/html');
          const bytes = isHtml ? Buffer.from(rewritten(whole.toString('utf8'), prefix)) : whole;
          const { location, 'transfer-encoding': _, ...headers } = answer.headers;
          response.writeHead(answer.statusCode ?? 502, {
            ...headers,
            ...(location === undefined
              ? {}
              : { location: location.startsWith('/') ? prefix + location : location }),
            'content-length': bytes.length,
          });
          response.end(bytes);
          resolve();
        });
      },
    );
    onward.on('error', () => reject(unavailable('error trying to reach service: connection refused')));
    onward.end(body);
  });
}
