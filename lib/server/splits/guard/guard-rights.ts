/**
 * Whether the console's own account may abort in a namespace: only where an admin bound the Role `sluice-guard` to it
 * (deploy/guard-role.yaml). Asked by access reviews of that very account, and kept for half a minute.
 */
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { accessReview } from '../../access/reviews.ts';
import type { Clock } from '../../clock.ts';
import type { KubernetesClient } from '../../kubernetes/rest.ts';
import { createLru } from '../../lru.ts';

type Obstacle = SplitWorld['guard']['obstacle'];
type Missing = SplitWorld['guard']['missing'];

export interface GuardRights {
  in(namespace: string): Promise<{ obstacle: Obstacle; missing: Missing }>;
}

/** A fault is ended by its time, whatever the metrics say. */
export function endsFaults({ obstacle }: { obstacle: Obstacle }): boolean {
  return obstacle === null || obstacle === 'no-metrics';
}

const needed = [
  { verb: 'get', group: 'networking.istio.io', resource: 'virtualservices' },
  { verb: 'update', group: 'networking.istio.io', resource: 'virtualservices' },
  { verb: 'get', group: 'coordination.k8s.io', resource: 'leases' },
  { verb: 'create', group: 'coordination.k8s.io', resource: 'leases' },
  { verb: 'update', group: 'coordination.k8s.io', resource: 'leases' },
];

const lifeMs = 30_000;

export function createGuardRights(
  client: Pick<KubernetesClient, 'call'>,
  clock: Clock,
  hasMetrics: boolean,
): GuardRights {
  const kept = createLru<{ atMs: number; missing: Promise<Missing | null> }>(500);

  async function ask(namespace: string): Promise<Missing | null> {
    try {
      const verdicts = await Promise.all(
        needed.map((question) => accessReview(client, { kind: 'console' }, question, namespace)),
      );
      return needed
        .filter((_, index) => verdicts[index]?.allowed === false)
        .map((one) => ({ ...one, namespace }));
    } catch {
      return null;
    }
  }

  return {
    in: async (namespace) => {
      let known = kept.get(namespace);
      if (known === undefined || clock.now() - known.atMs > lifeMs) {
        known = { atMs: clock.now(), missing: ask(namespace) };
        kept.set(namespace, known);
      }
      const missing = await known.missing;
      if (missing === null) return { obstacle: 'unclear', missing: [] };
      if (missing.length > 0) {
        const leases = missing.every(({ resource }) => resource === 'leases');
        return { obstacle: leases ? 'no-lease' : 'no-role', missing };
      }
      return { obstacle: hasMetrics ? null : 'no-metrics', missing: [] };
    },
  };
}
