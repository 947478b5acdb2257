/** Bookinfo's reviews for one journey alone: all of it at v1, and left as it was. */
import { expect } from '@playwright/test';
import { alone } from './alone.ts';
import { type KubernetesObject, kubernetes, prometheus } from './demo.ts';

const networking = '/apis/networking.istio.io/v1/namespaces/bookinfo';
export const reviewsPath = `${networking}/virtualservices/reviews`;
const subsetsPath = `${networking}/destinationrules/reviews`;

export interface Stored extends KubernetesObject {
  metadata: {
    name: string;
    resourceVersion: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
  };
  spec: NonNullable<KubernetesObject['spec']>;
}

export async function stored(path: string): Promise<Stored> {
  return (await kubernetes<Stored>('admin', 'GET', path)).body;
}

/** The rules as they stand. */
export const reviewsRoutes = (): Promise<Stored> => stored(reviewsPath);

/** With its policy, and its subsets. */
export const reviewsSubsets = (): Promise<Stored> => stored(subsetsPath);

/** Weights of the rule for everybody, the last one, by subset. */
export async function reviewsWeights(): Promise<Record<string, number>> {
  const rule = (await reviewsRoutes()).spec.http?.at(-1);
  return Object.fromEntries(
    (rule?.route ?? []).map(({ destination, weight }) => [destination.subset ?? '', weight ?? 100]),
  );
}

/** Requests to reviews ever, by version. */
const reviewsRequests = () =>
  prometheus(
    'sum by (destination_version) (istio_requests_total{reporter="source", destination_service_name="reviews"})',
    'destination_version',
  );

/**
 * Asked again and again, each scrape is held against the one before: of what was counted between them, the part that went to a version;
 * 0 while nothing was. A rate over a window would hold what was sent before a change, too.
 */
export async function reviewsCounted(): Promise<(version: string) => Promise<number>> {
  let scraped = await reviewsRequests();
  return async (version) => {
    const now = await reviewsRequests();
    const added = new Map([...now].map(([name, count]) => [name, count - (scraped.get(name) ?? 0)]));
    const total = [...added.values()].reduce((sum, count) => sum + count, 0);
    if (total === 0) return 0;
    scraped = now;
    return (added.get(version) ?? 0) / total;
  };
}

async function putBack(path: string, before: Stored): Promise<void> {
  const now = await kubernetes<Partial<Stored>>('admin', 'GET', path);
  const gone = now.status === 404;
  const { resourceVersion: _, ...fresh } = before.metadata;
  const { resourceVersion } = now.body.metadata ?? {};
  const { status } = await kubernetes(
    'admin',
    gone ? 'POST' : 'PUT',
    gone ? path.slice(0, path.lastIndexOf('/')) : path,
    { ...before, metadata: gone ? fresh : { ...before.metadata, resourceVersion } },
  );
  expect(status).toBeLessThan(300);
}

export interface WithReviews {
  /** The rule for testers is off meanwhile: what it sends by a header is no split's, and would be counted beside what is. */
  everybodyAlone?: boolean;
}

export async function withReviews(
  journey: () => Promise<void>,
  { everybodyAlone = false }: WithReviews = {},
): Promise<void> {
  await alone('bookinfo-reviews', async () => {
    const before = await reviewsRoutes();
    const subsets = await reviewsSubsets();
    const everybody = before.spec.http?.at(-1);
    if (everybody === undefined) throw new Error('reviews has no rule.');
    // Of a third version a split keeps the share: here all of it is v1's.
    const plain = { ...everybody, route: [{ destination: { host: 'reviews', subset: 'v1' } }] };
    const made = await kubernetes('admin', 'PUT', reviewsPath, {
      ...before,
      spec: {
        ...before.spec,
        http: [...(everybodyAlone ? [] : (before.spec.http ?? []).slice(0, -1)), plain],
      },
    });
    expect(made.status).toBe(200);
    try {
      await journey();
    } finally {
      await putBack(reviewsPath, before);
      await putBack(subsetsPath, subsets);
    }
  });
}
