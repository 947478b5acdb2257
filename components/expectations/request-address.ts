/** The tester's address of a saved request. Pure. */
import { routes } from '#lib/client/address/routes.ts';
import type { Expectation } from '#lib/istio/expectations/expectation.ts';

export function requestAddress({
  from,
  protocol,
  host,
  port,
  method,
  path,
  headers,
}: Omit<Expectation, 'name' | 'expect'>): string {
  return routes.routeTest({
    from,
    host,
    port: String(port),
    protocol: protocol === 'http' ? undefined : protocol,
    method: method === 'GET' ? undefined : method,
    path: path === '/' ? undefined : path,
    headers: Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  });
}
