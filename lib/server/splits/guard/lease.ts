/**
 * A coordination.k8s.io Lease as a word among replicas: whoever holds it acts, the others wait until it is no longer renewed. Written
 * with the version that was read, so that of two who try at once one wins.
 * https://kubernetes.io/docs/concepts/architecture/leases/
 */
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../../app-error.ts';
import type { Clock } from '../../clock.ts';
import { collectionPath, objectPath } from '../../kubernetes/paths.ts';
import { leases } from '../../kubernetes/resources.ts';
import type { KubernetesClient } from '../../kubernetes/rest.ts';

export interface LeaseHold {
  mine: boolean;
  holder: string;
  /** Unix seconds. */
  renewedAt: number;
}

export const leaseSeconds = 30;
const own = { kind: 'console' } as const;

/** Takes or renews it; says who holds it otherwise. Rejects with AppError when Kubernetes does not answer. */
export async function holdLease(
  client: Pick<KubernetesClient, 'call'>,
  clock: Clock,
  lease: { namespace: string; name: string; holder: string },
): Promise<LeaseHold> {
  const { namespace, name, holder } = lease;
  const nowMs = clock.now();
  const now = new Date(nowMs).toISOString().replace('Z', '000Z');
  const mine: LeaseHold = { mine: true, holder, renewedAt: Math.floor(nowMs / 1000) };
  const spec = { holderIdentity: holder, leaseDurationSeconds: leaseSeconds, renewTime: now };
  const present = await read(client, namespace, name);
  const base = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };
  try {
    if (present === null) {
      const body = {
        ...base,
        metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'sluice' } },
        spec: { ...spec, acquireTime: now, leaseTransitions: 0 },
      };
      await client.call({ method: 'POST', path: collectionPath(leases, namespace), body }, own);
      return mine;
    }
    const { metadata, spec: told } = present;
    const renewedMs = Date.parse(String(told.renewTime ?? '')) || 0;
    const duration = typeof told.leaseDurationSeconds === 'number' ? told.leaseDurationSeconds : leaseSeconds;
    const other = String(told.holderIdentity ?? '');
    if (other !== holder && other !== '' && nowMs < renewedMs + duration * 1000) {
      return { mine: false, holder: other, renewedAt: Math.floor(renewedMs / 1000) };
    }
    const transitions = typeof told.leaseTransitions === 'number' ? told.leaseTransitions : 0;
    const taken = other === holder ? {} : { acquireTime: now, leaseTransitions: transitions + 1 };
    const body = { ...base, metadata, spec: { ...told, ...spec, ...taken } };
    await client.call({ method: 'PUT', path: objectPath(leases, namespace, name), body }, own);
    return mine;
  } catch (error) {
    if (!isAppError(error) || error.code !== 'conflict') throw error;
    // Another replica was faster: it holds it now.
    const taken = await read(client, namespace, name);
    return {
      mine: false,
      holder: String(taken?.spec.holderIdentity ?? ''),
      renewedAt: Math.floor(nowMs / 1000),
    };
  }
}

async function read(
  client: Pick<KubernetesClient, 'call'>,
  namespace: string,
  name: string,
): Promise<{ metadata: object; spec: Readonly<Record<string, unknown>> } | null> {
  try {
    const answer = await client.call({ method: 'GET', path: objectPath(leases, namespace, name) }, own);
    if (!isRecord(answer) || !isRecord(answer.metadata)) return null;
    return { metadata: answer.metadata, spec: isRecord(answer.spec) ? answer.spec : {} };
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return null;
    throw error;
  }
}
