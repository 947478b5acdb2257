/** What a row of the table says, and what many of them say alike. */
import type { routes } from '#lib/api/routes.ts';
import type { Place } from './place.ts';

export const personas = ['admin', 'developer', 'viewer'] as const;
export type Persona = (typeof personas)[number];

/** A: the developer edits, the viewer views; B: both view; C: only the admin sees it; `system`: istio-system; `mesh`: no namespace. */
export const placeNames = ['A', 'B', 'C', 'system', 'mesh'] as const;
export type PlaceName = (typeof placeNames)[number];

/**
 * A status; or 200 where the answer tells how Kubernetes took the change: `allowed`, or `refused` for want of a right (each object's own
 * 403 is in the answer). 405 is asked of every row by HEAD and by a wrong method.
 */
export type Expected = 200 | 400 | 403 | 404 | 'allowed' | 'refused';

export type RouteName = keyof typeof routes;

export interface MatrixRequest {
  route: RouteName;
  /** With {ns}, {service}, {workload} and {object} of the place. */
  path: string;
  /** Of a POST. */
  body?: (place: Place) => object;
}

export interface MatrixRow {
  action: string;
  /** What Kubernetes is asked, with the credential of the caller. */
  check: string;
  /** Requirements (e2e/security/requirements.ts) that it shows. */
  ids: readonly string[];
  /** Addresses, and the files of `app/` that answer them. */
  pages: readonly { path: string; file: string }[];
  requests: readonly MatrixRequest[];
  /** In the order of `personas`. Pages are shells: they are 200 for everybody who is signed in, and hold nothing of C. */
  expected: Partial<Record<PlaceName, readonly [Expected, Expected, Expected]>>;
  /** It writes where it is allowed: on a mesh that others use it is asked of those alone who must be refused. */
  changes?: boolean;
}

export const all = (expected: Expected) => [expected, expected, expected] as const;
export const seen = { A: all(200), B: all(200), C: [200, 403, 403] } as const;
/** What is hidden is not there. */
export const found = { A: all(200), B: all(200), C: [200, 404, 404] } as const;
export const adminOnly = { A: [200, 403, 403], B: [200, 403, 403], C: [200, 403, 403] } as const;
export const edited = {
  A: ['allowed', 'allowed', 'refused'],
  B: ['allowed', 'refused', 'refused'],
  C: ['allowed', 'refused', 'refused'],
} as const;
export const everybody = { mesh: all(200) } as const;
export const virtualServices = 'virtualservices.networking.istio.io';
export const named = `kind=${virtualServices}&namespace={ns}&name={object}`;
export const objectPage = `/config/${virtualServices}/{ns}/{object}`;

export const page = (path: string, file: string) => ({ path, file: `app/(console)${file}/page.tsx` });
export const get = (name: RouteName, path: string): MatrixRequest => ({ route: name, path });
