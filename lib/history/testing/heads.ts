/** Heads of revisions for tests: what is not said is the change of a VirtualService. */
import type { RevisionHead } from '../revision.ts';
import { nothingDiffers } from '../summary.ts';

export function headOf(parts: Partial<RevisionHead>): RevisionHead {
  const { uid = 'u1', resourceVersion = '1' } = parts;
  return {
    id: `${uid}-${resourceVersion}`,
    kind: 'virtualservices.networking.istio.io',
    namespace: 'bookinfo',
    name: 'reviews',
    uid,
    resourceVersion,
    operation: 'changed',
    at: 1000,
    seenAt: 1000,
    late: false,
    manager: 'kubectl',
    user: null,
    reason: null,
    digest: 'd',
    summary: nothingDiffers,
    ...parts,
  };
}
