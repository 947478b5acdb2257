/** Records of splits: ConfigMaps of the service's own namespace, written and read with the rights of whoever acts or asks. */
import { isRecord } from '#lib/record.ts';
import { type Entry, readEntry, recordLabel, recordServiceLabel } from '#lib/splits/record/entry.ts';
import { isAppError } from '../../app-error.ts';
import type { Credential } from '../../kubernetes/credential.ts';
import { collectionPath, objectPath } from '../../kubernetes/paths.ts';
import { configMaps } from '../../kubernetes/resources.ts';
import type { KubernetesClient } from '../../kubernetes/rest.ts';
import { type KeptProposal, type ProposalSeal, readProposal } from '../start/proposal-seal.ts';

export interface KeptEntry {
  /** Of the ConfigMap. */
  name: string;
  entry: Entry;
}

export interface Records {
  /** False where it could not be kept: the split goes on without. */
  keep(credential: Credential, entry: Entry): Promise<boolean>;
  /** Newest first; null for all services of the namespace, or for all namespaces. */
  list(
    credential: Credential,
    namespace: string | null,
    service: string | null,
  ): Promise<{
    state: 'ok' | 'forbidden' | 'unreachable';
    entries: KeptEntry[];
    /** Of splits that wait for somebody to start them. */
    proposals: KeptProposal[];
  }>;
}

/** Of one service; the oldest go first. */
const mostEntries = 100;
const pageSize = '500';

export function createRecords(client: Pick<KubernetesClient, 'call'>, seal: ProposalSeal): Records {
  async function list(credential: Credential, namespace: string | null, service: string | null) {
    const labelSelector = service === null ? recordLabel : `${recordLabel},${recordServiceLabel}=${service}`;
    try {
      const answer = await client.call(
        {
          method: 'GET',
          path: collectionPath(configMaps, namespace),
          query: { labelSelector, limit: pageSize },
        },
        credential,
      );
      const items = isRecord(answer) && Array.isArray(answer.items) ? answer.items : [];
      const entries = items.flatMap((item: unknown): KeptEntry[] => {
        const metadata = isRecord(item) && isRecord(item.metadata) ? item.metadata : {};
        const data = isRecord(item) && isRecord(item.data) ? item.data : {};
        const entry = typeof data.entry === 'string' ? readEntry(data.entry) : null;
        return entry === null || typeof metadata.name !== 'string' ? [] : [{ name: metadata.name, entry }];
      });
      entries.sort(
        (a, b) =>
          Date.parse(b.entry.at) - Date.parse(a.entry.at) || b.entry.release.rev - a.entry.release.rev,
      );
      const proposals = items.flatMap((item: unknown) => readProposal(item, seal) ?? []);
      return { state: 'ok' as const, entries, proposals };
    } catch (error) {
      const forbidden = isAppError(error) && (error.code === 'forbidden' || error.code === 'unauthenticated');
      const state = forbidden ? ('forbidden' as const) : ('unreachable' as const);
      return { state, entries: [], proposals: [] };
    }
  }

  return {
    list,
    keep: async (credential, entry) => {
      const { namespace, name: service } = entry.release.service;
      // What the rules said before is kept once: the annotation has it too, as long as it fits.
      const slim: Entry =
        entry.kind === 'start'
          ? entry
          : {
              ...entry,
              release: {
                ...entry.release,
                points: entry.release.points.map((point) => ({ ...point, base: null })),
              },
            };
      const at = Date.parse(entry.at).toString(36);
      const name = `sluice-split-${entry.release.id}-${entry.release.rev}-${entry.kind}-${at}`;
      const body = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name,
          namespace,
          labels: {
            [recordLabel]: entry.release.id,
            [recordServiceLabel]: service,
            'app.kubernetes.io/managed-by': 'sluice',
          },
        },
        immutable: true,
        data: { entry: JSON.stringify(slim) },
      };
      try {
        await client.call({ method: 'POST', path: collectionPath(configMaps, namespace), body }, credential);
      } catch {
        return false;
      }
      const { entries } = await list(credential, namespace, service);
      await Promise.all(
        entries.slice(mostEntries).map((old) =>
          client
            .call({ method: 'DELETE', path: objectPath(configMaps, namespace, old.name) }, credential)
            // Who may not delete keeps more than there need be.
            .catch(() => undefined),
        ),
      );
      return true;
    },
  };
}
