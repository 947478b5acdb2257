/** Bookinfo's reviews for one journey alone: all of it at v1, and left as it was. */
import { expect } from '@playwright/test';
import { alone } from './alone.ts';
import { type KubernetesObject, kubernetes } from './demo.ts';

export const reviewsPath = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews';
interface Stored extends KubernetesObject {
  metadata: { resourceVersion: string; annotations?: Record<string, string> };
  spec: NonNullable<KubernetesObject['spec']>;
}

export async function stored(): Promise<Stored> {
  return (await kubernetes('admin', 'GET', reviewsPath)).body as Stored;
}

/** The journey has reviews for itself, all of it at v1, and leaves it as it was. */
export async function withReviews(journey: () => Promise<void>): Promise<void> {
  await alone('bookinfo-reviews', async () => {
    const before = await stored();
    const everybody = before.spec.http?.at(-1);
    if (everybody === undefined) throw new Error('reviews has no rule.');
    const plain = { ...everybody, route: [{ destination: { host: 'reviews', subset: 'v1' } }] };
    const made = await kubernetes('admin', 'PUT', reviewsPath, {
      ...before,
      spec: { ...before.spec, http: [...(before.spec.http ?? []).slice(0, -1), plain] },
    });
    expect(made.status).toBe(200);
    try {
      await journey();
    } finally {
      const now = await stored();
      await kubernetes('admin', 'PUT', reviewsPath, {
        ...before,
        metadata: { ...before.metadata, resourceVersion: now.metadata.resourceVersion },
      });
    }
  });
}
