/**
 * Who gets what: every page and every route of the API, asked by the three personas about three namespaces. The one table behind
 * docs/access-matrix.md and its tests; a page or a route that no row covers fails them (cover.ts).
 */
import { configurationRows } from './configuration-rows.ts';
import { consoleRows } from './console-rows.ts';
import type { Place } from './place.ts';
import type { MatrixRow, PlaceName, RouteName } from './row.ts';
import { splitRows } from './split-rows.ts';
import { trafficRows } from './traffic-rows.ts';

/** On the demo's content. */
export const places: Readonly<Record<PlaceName, Place>> = {
  A: { namespace: 'bookinfo', service: 'reviews', workload: 'reviews-v2', object: 'reviews' },
  B: { namespace: 'shop', service: 'recommendations', workload: 'checkout-v1', object: 'cart' },
  C: { namespace: 'payments', service: 'ledger', workload: 'ledger-v2', object: 'payments' },
  system: { namespace: 'istio-system', service: 'istiod', workload: 'istiod', object: 'none' },
  mesh: { namespace: 'bookinfo', service: 'reviews', workload: 'reviews-v2', object: 'reviews' },
};

/** Names of C that nobody but the admin may meet in any answer. */
export const canaries = ['ledger-db', 'fraud-v1', 'payments-callers', 'registry.payments.example'];

export const rows: readonly MatrixRow[] = [
  ...trafficRows,
  ...configurationRows,
  ...splitRows,
  ...consoleRows,
];

/** Routes with tests of their own: they make and end sessions, or need what others have proposed. */
export const elsewhere: Readonly<Partial<Record<RouteName, string>>> = {
  trace: 'lib/server/api/traffic/traces.test.ts (what it answers depends on whether there is a store)',
  proposeSplit: 'lib/server/api/splits/splits-proposals.test.ts',
  decideSplit: 'lib/server/api/splits/splits-proposals.test.ts',
  signIn: 'lib/server/api/api.test.ts, e2e/sign-in.e2e.ts',
  signOut: 'lib/server/api/api.test.ts, e2e/sign-in.e2e.ts',
  oidcStart: 'lib/server/api/sign-in/oidc.test.ts, e2e/sign-in-oidc.e2e.ts',
  oidcCallback: 'lib/server/api/sign-in/oidc.test.ts, e2e/sign-in-oidc.e2e.ts',
  oidcLeave: 'lib/server/api/sign-in/oidc.test.ts, e2e/sign-in-oidc.e2e.ts',
};

export function filled(path: string, { namespace, service, workload, object }: Place): string {
  return path
    .replaceAll('{ns}', namespace)
    .replaceAll('{service}', service)
    .replaceAll('{workload}', workload)
    .replaceAll('{object}', object);
}
