/**
 * Ended sessions as ConfigMaps of the console's own namespace (docs/objects.md), with the right that the history has there: names are
 * hashes of the sessions' ids, and everything that is read of them stands in labels. Expired ones are deleted by whoever sees them.
 */
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { collectionPath, objectPath } from '../kubernetes/paths.ts';
import { configMaps } from '../kubernetes/resources.ts';
import { type KubernetesClient, metadataOnly } from '../kubernetes/rest.ts';
import type { EndedShelf } from './ended-sessions.ts';

const own = { kind: 'console' } as const;
const prefix = 'sluice-ended-';
const formLabel = 'sluice.dev/ended-session';
const expiryLabel = 'sluice.dev/expires';
const timeoutMs = 4000;
/** Others may still be reading. */
const sparedSeconds = 60;
const maxDeletions = 20;

export function createEndedShelf(
  client: Pick<KubernetesClient, 'call'>,
  namespace: string,
  clock: Clock,
): EndedShelf {
  const collection = collectionPath(configMaps, namespace);

  async function forget(name: string): Promise<void> {
    try {
      const path = objectPath(configMaps, namespace, name);
      await client.call({ method: 'DELETE', path, timeoutMs }, own);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'not-found') throw error;
    }
  }

  return {
    put: async (key, expiresAt) => {
      const body = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: prefix + key,
          namespace,
          labels: {
            'app.kubernetes.io/managed-by': 'sluice',
            [formLabel]: '1',
            [expiryLabel]: String(Math.ceil(expiresAt)),
          },
        },
        immutable: true,
      };
      try {
        await client.call({ method: 'POST', path: collection, body, timeoutMs }, own);
      } catch (error) {
        if (!isAppError(error) || error.code !== 'conflict') throw error;
      }
    },
    read: async (signal) => {
      // From the API server's own cache, at any version: new enough, and no load on etcd.
      const query = { labelSelector: `${formLabel}=1`, resourceVersion: '0' };
      const call = {
        method: 'GET',
        path: collection,
        query,
        accept: metadataOnly,
        timeoutMs,
        signal,
      } as const;
      const list = await client.call(call, own);
      const items = isRecord(list) && Array.isArray(list.items) ? (list.items as unknown[]) : [];
      const now = clock.now() / 1000;
      const found = new Map<string, number>();
      const expired: string[] = [];
      for (const item of items) {
        const metadata = isRecord(item) && isRecord(item.metadata) ? item.metadata : {};
        const labels = isRecord(metadata.labels) ? metadata.labels : {};
        const { name } = metadata;
        const expiresAt = Number(labels[expiryLabel]);
        if (typeof name !== 'string' || !name.startsWith(prefix) || !Number.isFinite(expiresAt)) continue;
        if (expiresAt + sparedSeconds < now) expired.push(name);
        else found.set(name.slice(prefix.length), expiresAt);
      }
      for (const name of expired.slice(0, maxDeletions)) await forget(name);
      return found;
    },
  };
}
